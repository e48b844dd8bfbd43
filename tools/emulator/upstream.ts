import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { Reply } from "./protocol/reply";
import type { AwsRequest, Scope } from "./protocol/request";

/** Headers that belong to one connection, not to the message. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "expect", "upgrade", "proxy-connection"]);

/** Sends requests to moto. Reads whole messages where the gateway needs the body, and streams all others. */
export class MotoClient {
  private readonly base: URL;

  constructor(url: string) {
    this.base = new URL(url);
  }

  async send(request: AwsRequest): Promise<Reply> {
    const { method, path, query, body } = request;
    const search = query.size > 0 ? `?${query}` : "";
    const headers = { ...forMoto(request, request.headers), "content-length": `${body.length}` };
    const answer = await this.open(method, path + search, headers, (to) => to.end(body));
    const chunks: Buffer[] = [];
    for await (const chunk of answer) {
      chunks.push(chunk);
    }
    return {
      status: answer.statusCode ?? 502,
      headers: fromMoto(answer.headers),
      body: Buffer.concat(chunks).toString("utf8"),
    };
  }

  /** Passes a message through without reading it: S3 objects can be large, and the signature covers their exact bytes. */
  async pipe(scope: Scope, from: IncomingMessage, to: ServerResponse): Promise<void> {
    const answer = await this.open(from.method ?? "GET", from.url ?? "/", forMoto(scope, from.headers), (out) => {
      from.pipe(out);
    });
    to.writeHead(answer.statusCode ?? 502, fromMoto(answer.headers));
    answer.pipe(to);
  }

  private open(
    method: string,
    path: string,
    headers: IncomingHttpHeaders,
    write: (to: ReturnType<typeof httpRequest>) => void,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.base;
      // Connections are not reused. moto's server can close an idle connection at any time, and a request on it would be lost.
      const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false }, resolve);
      outgoing.on("error", reject);
      write(outgoing);
    });
  }
}

function forMoto(scope: Scope, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name));
  return { ...Object.fromEntries(kept), "x-moto-account-id": scope.account };
}

function fromMoto(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) {
      kept[name] = Array.isArray(value) ? value.join(", ") : value;
    }
  }
  return kept;
}
