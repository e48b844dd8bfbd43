import { request as send } from "node:http";
import { signRequest } from "../../shared/sign-request";
import type { SentRequest } from "../control/controllable";
import { readAll } from "../loopback-server";
import { LOCAL_ACCESS_KEY } from "./local-access-key";
import type { SharedName } from "./shared-name";

export interface SignedRequestsOptions {
  readonly sharedName: SharedName;
  /** Whether the API accepts signed requests only. */
  readonly isSigned: boolean;
}

/** Milliseconds for an answer. API Gateway answers within 29 s. */
const ANSWER_MS = 30_000;

/** Reasons by error code. Others are shown as they are. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNRESET: "connection closed without an answer",
  ECONNREFUSED: "connection refused",
};

/** Sends a request to the shared name as a client would, each on a connection of its own. Does not throw without an answer. */
export async function sendSigned(
  { sharedName, isSigned }: SignedRequestsOptions,
  method: "GET" | "POST",
  path: string,
  body?: string,
): Promise<SentRequest> {
  const target = {
    method,
    url: `${sharedName.url}${path}`,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    ...(body === undefined ? {} : { body }),
  };
  const { headers, url: signedUrl } = isSigned ? await signRequest(target, LOCAL_ACCESS_KEY) : target;
  let region: string | undefined;
  let unwatch = () => {};
  try {
    return await new Promise<SentRequest>((resolve, reject) => {
      const outgoing = send(signedUrl, { method, headers, agent: false, signal: AbortSignal.timeout(ANSWER_MS) });
      // Before the request is sent, because the connection must exist first.
      outgoing.once("socket", (socket) =>
        socket.once("connect", () => {
          unwatch = sharedName.watch(socket.localPort ?? 0, (name) => {
            region = name;
          });
        }),
      );
      outgoing.once("response", (incoming) => {
        readAll(incoming).then(
          (bytes) =>
            resolve({
              status: incoming.statusCode ?? 0,
              ...(region === undefined ? {} : { region }),
              body: bytes.toString(),
            }),
          reject,
        );
      });
      outgoing.once("error", reject).end(body);
    });
  } catch (error) {
    const { code = "", message, name } = error as NodeJS.ErrnoException;
    const reason = name === "AbortError" || name === "TimeoutError" ? "no answer within 30 s" : message;
    return { status: 0, body: REASONS[code] ?? reason };
  } finally {
    unwatch();
  }
}
