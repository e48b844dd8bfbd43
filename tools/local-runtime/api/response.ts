import type { IncomingMessage, ServerResponse } from "node:http";
import type { ProxyResponse } from "./proxy-integration";

/** A response of the API with the ID of its request. */
export type IdentifiedResponse = ProxyResponse & { readonly requestId: string };

/** How long a client may go on sending a body that was refused, in milliseconds. */
const LINGER_MS = 2000;

/**
 * Sends a response. If the function returned headers that HTTP does not allow, sends `fallback`. If the client is still sending its
 * body, the connection closes after the response. Closed at once, the client's system would discard the response.
 */
export function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: IdentifiedResponse,
  fallback: IdentifiedResponse,
): void {
  if (response.destroyed) {
    return;
  }
  const isComplete = request.complete;
  const length = Buffer.byteLength(answer.body);
  try {
    for (const [name, value] of Object.entries(answer.headers)) {
      response.setHeader(name, value as string);
    }
    response.setHeader("x-amzn-RequestId", answer.requestId);
    if (!isComplete) {
      response.setHeader("Connection", "close");
    }
    response.writeHead(answer.status, mayHaveBody(answer.status) ? { "Content-Length": length } : {});
  } catch {
    if (answer !== fallback) {
      for (const name of response.getHeaderNames()) {
        response.removeHeader(name);
      }
      sendResponse(request, response, fallback, fallback);
      return;
    }
    response.destroy();
    return;
  }
  if (isComplete) {
    response.end(answer.body);
  } else {
    response.flushHeaders();
    response.write(answer.body);
    linger(request, response);
  }
}

/** RFC 9110, 8.6. */
function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

/** Discards what the client still sends, until it has seen the response or the time is over. */
function linger(request: IncomingMessage, response: ServerResponse): void {
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.on("end", end).on("close", end).on("error", end).resume();
}
