import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import dynalite from "dynalite";
import type { DynamoDbAnswer } from "./dynamodb-answer";
import { creationOf, type LocalTable } from "./local-table";

/** dynalite requires a signature, but does not verify it. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};

/**
 * dynalite in this process. Its request handler is called without a second HTTP connection, because that connection took more than half of
 * the time of a request. On two busy cores, one region performed 900 writes and 1,800 reads a second with it, and 2,000 and 4,000 without.
 */
export class DynaliteStore {
  private readonly server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  private readonly underWay = new Set<Promise<unknown>>();
  private closing = false;

  /** Sends a request unchanged. `target` is the header `X-Amz-Target`. */
  forward(target: string, text: string): Promise<DynamoDbAnswer> {
    if (this.closing) {
      return Promise.reject(new Error("this DynamoDB is closed"));
    }
    const work = this.send(target, text);
    this.underWay.add(work);
    work.finally(() => this.underWay.delete(work));
    return work;
  }

  /** Sends one action, with its input as JSON. */
  request(action: string, input: object): Promise<DynamoDbAnswer> {
    return this.forward(`DynamoDB_20120810.${action}`, JSON.stringify(input));
  }

  /** Performs one action. @throws Error when DynamoDB rejects it */
  async call(action: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.request(action, input);
    if (status !== 200) {
      throw new Error(`${action} failed with ${status}: ${body}`);
    }
    return JSON.parse(body) as Record<string, unknown>;
  }

  /** Creates a table, and waits until it is active. */
  async createTable(table: LocalTable): Promise<void> {
    await this.call("CreateTable", creationOf(table));
    for (;;) {
      const { Table } = await this.call("DescribeTable", { TableName: table.name });
      if ((Table as { TableStatus: string }).TableStatus === "ACTIVE") {
        return;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits for all requests in progress, and refuses later ones. The items are in memory and need no closing. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.underWay.size > 0) {
      await Promise.allSettled(this.underWay);
    }
  }

  private send(target: string, text: string): Promise<DynamoDbAnswer> {
    return new Promise((resolve) => {
      const headers: Record<string, string> = {};
      const request = Object.assign(new EventEmitter(), {
        method: "POST",
        url: "/",
        headers: { ...HEADERS, "x-amz-target": target },
      });
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: unknown) => {
          headers[name] = String(value);
        },
        end: (body = "") => resolve({ status: response.statusCode, headers, body }),
      };
      this.server.emit("request", request, response);
      if (text !== "") {
        request.emit("data", Buffer.from(text));
      }
      request.emit("end");
    });
  }
}
