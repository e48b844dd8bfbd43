import { createServer, type Server } from "node:http";
import { type Clock, SYSTEM_CLOCK } from "../clock";
import { closeServer, listenOnLoopback } from "../loopback-server";
import { DynaliteStore } from "./dynalite-store";
import { type DynamoDbAnswer, failure } from "./dynamodb-answer";
import type { ItemJson } from "./item-write";
import { LatestWrites } from "./latest-writes";
import type { LocalTable } from "./local-table";
import { Replica } from "./replica";
import { limitClients, serveRequest } from "./serve-request";
import { TableFaults, WRITES } from "./table-faults";

export interface LocalDynamoDbOptions {
  /** Name of the region. */
  readonly region: string;
  /** Tables that exist from the start. Tables that a client creates are not replicated. */
  readonly tables: readonly LocalTable[];
  /** Time of the writes. @default the clock of this machine */
  readonly clock?: Clock;
}

/** Actions of dynalite. Others are refused by name. */
const ACTIONS: ReadonlySet<string> = new Set([
  ...WRITES,
  ...["GetItem", "BatchGetItem", "Query", "Scan", "CreateTable", "DeleteTable", "UpdateTable", "DescribeTable"],
  ...["DescribeTimeToLive", "ListTables", "ListTagsOfResource", "TagResource", "UntagResource"],
]);

/**
 * DynamoDB of one region on this machine: an HTTP server in front of dynalite. It reports every write for replication, because dynalite
 * has no global tables.
 */
export class LocalDynamoDb {
  readonly region: string;
  /** URL for `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** The tables as a member of a global table. */
  readonly replica: Replica;
  /** Faults for the clients. */
  readonly faults = new TableFaults();
  private readonly tables: ReadonlyMap<string, LocalTable>;
  private readonly store: DynaliteStore;
  private readonly front: Server;

  private constructor(options: LocalDynamoDbOptions, front: Server, endpoint: string) {
    this.region = options.region;
    this.tables = new Map(options.tables.map((table) => [table.name, table]));
    this.store = new DynaliteStore();
    this.front = front;
    this.endpoint = endpoint;
    const latest = new LatestWrites(options.region, options.clock ?? SYSTEM_CLOCK);
    this.replica = new Replica(this.tables, this.store, latest);
  }

  static async start(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
    const front = limitClients(createServer());
    const database = new LocalDynamoDb(options, front, await listenOnLoopback(front));
    for (const table of options.tables) {
      await database.store.createTable(table);
    }
    front.on("request", (request, response) => {
      serveRequest(request, response, (target, text) => database.serve(target, text));
    });
    return database;
  }

  /** Performs one action like a client of this region, with its faults and with replication. */
  client(action: string, input: object): Promise<DynamoDbAnswer> {
    return this.serve(`DynamoDB_20120810.${action}`, JSON.stringify(input));
  }

  /** All items of a table, sorted by key. */
  async items(table: string): Promise<ItemJson[]> {
    const found: ItemJson[] = [];
    let start: unknown;
    do {
      const page = await this.call("Scan", { TableName: table, ...(start ? { ExclusiveStartKey: start } : {}) });
      found.push(...(page.Items as ItemJson[]));
      start = page.LastEvaluatedKey;
    } while (start);
    const { partitionKey = "", sortKey } = this.tables.get(table) ?? {};
    const order = (item: ItemJson) => JSON.stringify([item[partitionKey], item[sortKey?.name ?? ""]]);
    return found
      .map((item) => ({ item, order: order(item) }))
      .sort((one, other) => (one.order < other.order ? -1 : 1))
      .map(({ item }) => item);
  }

  /** Performs one action without faults and without replication. @throws Error when DynamoDB rejects it */
  call(action: string, input: object): Promise<Record<string, unknown>> {
    return this.store.call(action, input);
  }

  /** Closes the server after all requests in progress. */
  async close(): Promise<void> {
    await closeServer(this.front);
    await this.store.close();
  }

  private async serve(target: string, text: string): Promise<DynamoDbAnswer> {
    const action = target.split(".")[1] ?? "";
    if (this.faults.delayMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.faults.delayMs).unref());
    }
    const refusal = this.faults.refusal(action);
    if (refusal) {
      return refusal;
    }
    if (!ACTIONS.has(action)) {
      const message = `${action || "an empty action"} is not emulated by the local runtime; use one of ${[...ACTIONS].join(", ")}`;
      return failure(400, "UnknownOperationException", message);
    }
    return WRITES.has(action) ? this.replica.write(action, target, text) : this.replica.read(target, text);
  }
}
