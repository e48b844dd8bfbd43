import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { type Answer, type DrillRequest, SHARED } from "../model/request";
import type { Caller } from "./caller";
import type { Send } from "./load";

/** Milliseconds for the whole answer. Users give up earlier than the 29 s of API Gateway. */
const ANSWER_MS = 5_000;
/** Bytes of an answer that are kept. An item of the drill has about 300. */
const LARGEST_BODY = 64 * 1024;

export interface SenderOptions {
  readonly sharedUrl: string;
  /** URL of each region's own name. */
  readonly regionUrls: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/**
 * Sends requests, each on a new connection after a new look-up of the name. A connection that is kept open would hide the switch of
 * DNS, because the region behind it may answer long after the TTL.
 */
export function sender(options: SenderOptions): Send {
  const http = new HttpAgent({ keepAlive: false });
  const https = new HttpsAgent({ keepAlive: false });
  return async (request) => {
    const { via, kind, item } = request;
    const base = via === SHARED ? options.sharedUrl : (options.regionUrls[via] ?? options.sharedUrl);
    const body = kind === "write" ? JSON.stringify({ item_id: item, n: request.n }) : undefined;
    const unsigned = {
      method: body === undefined ? "GET" : "POST",
      url: new URL(body === undefined ? `/items/${item}` : "/items", base).href,
      ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
    };
    try {
      const { url, headers } = await options.caller(unsigned);
      const isTls = url.startsWith("https:");
      const outgoing = (isTls ? requestHttps : requestHttp)(url, {
        method: unsigned.method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
        agent: isTls ? https : http,
        signal: AbortSignal.timeout(options.timeoutMs ?? ANSWER_MS),
      });
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.on("response", resolve).on("error", reject).end(body);
      });
      return answerOf(request, incoming.statusCode ?? 0, await textOf(incoming));
    } catch (error) {
      return { reason: reasonOf(error) };
    }
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) {
    text = `${text}${chunk}`.slice(0, LARGEST_BODY);
  }
  return text;
}

function answerOf({ kind }: DrillRequest, status: number, text: string): Answer {
  const body = parsed(text) as { item?: { origin_region?: unknown }; retrieved_from?: unknown } | undefined;
  const region = kind === "write" ? body?.item?.origin_region : body?.retrieved_from;
  const isOk = status >= 200 && status < 300;
  return {
    status,
    ...(isOk && typeof region === "string" ? { region } : {}),
    ...(isOk ? {} : { reason: `${status}` }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of the system's error, e.g. `ECONNREFUSED`, or the name of another one, e.g. `TimeoutError`. */
function reasonOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: { name?: unknown } };
  if (cause?.name === "TimeoutError") {
    return "TimeoutError";
  }
  return typeof code === "string" ? code : `${name}`;
}
