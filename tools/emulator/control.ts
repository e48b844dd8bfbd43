import type { IncomingMessage, ServerResponse } from "node:http";
import { endpointsOf } from "./actions/route53/health";
import type { State } from "./state";

/** Path of requests for the emulator itself. They need no signature. */
export const CONTROL_PATH = "/emulator/endpoints";

/**
 * `POST /emulator/endpoints` with `{"name": "eu-west-1.api.example.com", "healthy": false}`: health checks of this domain name fail
 * until the next request with `true`, or until a reset.
 */
export async function control(from: IncomingMessage, to: ServerResponse, state: State): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) {
    chunks.push(chunk);
  }
  const { name, healthy } = parsed(Buffer.concat(chunks).toString("utf8"));
  if (from.method !== "POST" || typeof name !== "string" || typeof healthy !== "boolean") {
    to.writeHead(400, { "content-type": "text/plain" });
    to.end(`${CONTROL_PATH} must be a POST of {"name": <domain name>, "healthy": <true or false>}\n`);
    return;
  }
  endpointsOf(state).set(name, healthy);
  to.writeHead(204).end();
}

function parsed(body: string): { readonly name?: unknown; readonly healthy?: unknown } {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
