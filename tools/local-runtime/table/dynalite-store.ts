import type { Server } from "node:http";
import dynalite from "dynalite";
import { closeServer, listenOnLoopback } from "../loopback-server";

/** An HTTP response of dynalite. */
export interface StoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** dynalite requires a signature, but does not verify it. */
const ANY_SIGNATURE = {
  "X-Amz-Date": "20260101T000000Z",
  Authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};

/** dynalite in this process. It closes after all requests in progress. */
export class DynaliteStore {
  private readonly server: Server;
  private readonly url: string;
  private readonly underWay = new Set<Promise<unknown>>();
  private closing = false;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async start(): Promise<DynaliteStore> {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
    return new DynaliteStore(server, await listenOnLoopback(server));
  }

  /** Sends a request unchanged. `target` is the header `X-Amz-Target`. */
  forward(target: string, text: string): Promise<StoreAnswer> {
    if (this.closing) {
      return Promise.reject(new Error("this DynamoDB is closed"));
    }
    const work = this.send(target, text).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return work;
  }

  /** Performs one action. @throws Error when DynamoDB rejects it */
  async call(action: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.forward(`DynamoDB_20120810.${action}`, JSON.stringify(input));
    if (status !== 200) {
      throw new Error(`${action} failed with ${status}: ${body.toString()}`);
    }
    return JSON.parse(body.toString()) as Record<string, unknown>;
  }

  /** Closes the server after all requests in progress. dynalite ends the process if its store closes during a write. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.underWay.size > 0) {
      await Promise.allSettled(this.underWay);
    }
    await closeServer(this.server);
  }

  private async send(target: string, text: string): Promise<StoreAnswer> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target, ...ANY_SIGNATURE },
      body: text,
    });
    const body = Buffer.from(await response.arrayBuffer());
    const checksum = response.headers.get("x-amz-crc32");
    const headers = { "Content-Type": "application/x-amz-json-1.0", ...(checksum ? { "X-Amz-Crc32": checksum } : {}) };
    return { status: response.status, headers, body };
  }
}
