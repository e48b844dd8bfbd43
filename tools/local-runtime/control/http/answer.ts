import type { ServerResponse } from "node:http";

/**
 * Headers of every answer. The policy allows only files of this server. There are no CORS headers, so that a browser gives no
 * answer to a page of another origin.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

/** A request that the control API refuses. */
export class HttpFault extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "HttpFault";
    this.status = status;
    this.headers = headers;
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...SECURITY_HEADERS, "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(value));
}

/** `{ "error": "<message>" }`. The connection ends, because the body of the request may be unread. */
export function sendFault(response: ServerResponse, { status, message, headers }: HttpFault): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    ...headers,
    connection: "close",
    "content-type": "application/json; charset=utf-8",
  });
  response.end(JSON.stringify({ error: message }));
}
