import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request that moto would receive. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A server in place of moto. It records requests and returns configured responses. */
export class FakeMoto {
  readonly seen: Seen[] = [];
  answer: Answer = { status: 200, body: "{}" };
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (from, to) => {
      const chunks: Buffer[] = [];
      for await (const chunk of from) {
        chunks.push(chunk);
      }
      this.seen.push({ method: from.method, url: from.url, headers: from.headers, body: Buffer.concat(chunks) });
      to.writeHead(this.answer.status, this.answer.headers).end(this.answer.body);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
