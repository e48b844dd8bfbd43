import { connect } from "node:net";

/** A request as bytes, without the checks of an HTTP client. */
export interface RawRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** In this order, also several with one name. Host, Content-Length and Connection are added unless they are present. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Milliseconds after which a request counts as unanswered. */
const LIMIT_MS = 60_000;

/** Sends a request over a connection of its own. @throws Error when the server does not answer with HTTP */
export async function sendRaw(url: string, { method, target, headers, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const present = new Set(headers.map(([name]) => name.toLowerCase()));
  const added = [
    ["Host", host],
    ["Content-Length", String(body.length)],
    ["Connection", "close"],
  ].filter(([name = ""]) => !present.has(name.toLowerCase()));
  const lines = [`${method} ${target} HTTP/1.1`, ...[...added, ...headers].map(([name, value]) => `${name}: ${value}`)];
  const received = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`no answer within ${LIMIT_MS} ms`)));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    // A server may refuse a request before it has read all of it. Its answer counts, if there is one.
    socket.on("error", (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks)) : reject(error)));
    socket.on("end", () => resolve(Buffer.concat(chunks)));
    socket.write(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body]));
  });
  return parse(received);
}

function parse(received: Buffer): RawAnswer {
  const end = received.indexOf("\r\n\r\n");
  const [first = "", ...lines] = received.subarray(0, end).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  if (end < 0 || Number.isNaN(status)) {
    throw new Error(`answer must be HTTP, got ${JSON.stringify(received.toString("latin1").slice(0, 80))}`);
  }
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const rest = received.subarray(end + 4);
  const body = headers.get("transfer-encoding") === "chunked" ? unchunked(rest) : rest;
  return { status, headers, text: body.toString() };
}

function unchunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.subarray(at, line).toString("latin1"), 16);
    if (!length) {
      break;
    }
    chunks.push(body.subarray(line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}
