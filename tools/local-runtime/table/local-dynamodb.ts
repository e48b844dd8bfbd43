import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { closeServer, listenOnLoopback, readAll } from "../loopback-server";
import { DynaliteStore, type StoreAnswer } from "./dynalite-store";
import { type ItemJson, type ItemWrite, LatestWrites, placeOf } from "./item-write";

/** A table whose partition key is a string. */
export interface LocalTable {
  /** Name of the table. */
  readonly name: string;
  /** Name of the partition key. */
  readonly partitionKey: string;
}

export interface LocalDynamoDbOptions {
  /** Name of the region. */
  readonly region: string;
  /** Tables that exist from the start. */
  readonly tables: readonly LocalTable[];
}

/** Actions that change one item. Others pass through and are not replicated. */
const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem"]);

/**
 * DynamoDB of one region on this machine. A server in front of dynalite reports every write, because dynalite has no global tables.
 * It also applies the writes of other regions. The last write wins.
 */
export class LocalDynamoDb {
  readonly region: string;
  /** URL for `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  private readonly listeners: ((write: ItemWrite) => void)[] = [];
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly tables: ReadonlyMap<string, LocalTable>;
  private readonly latest: LatestWrites;
  private readonly store: DynaliteStore;
  private readonly front: Server;

  private constructor(options: LocalDynamoDbOptions, store: DynaliteStore, front: Server, endpoint: string) {
    this.region = options.region;
    this.tables = new Map(options.tables.map((table) => [table.name, table]));
    this.latest = new LatestWrites(options.region);
    this.store = store;
    this.front = front;
    this.endpoint = endpoint;
  }

  static async start(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
    const store = await DynaliteStore.start();
    const front = createServer();
    const endpoint = await listenOnLoopback(front);
    const database = new LocalDynamoDb(options, store, front, endpoint);
    front.on("request", (request, response) => {
      database.serve(request, response).catch(() => response.destroy());
    });
    for (const { name, partitionKey } of options.tables) {
      await database.call("CreateTable", {
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: "S" }],
        KeySchema: [{ AttributeName: partitionKey, KeyType: "HASH" }],
      });
    }
    return database;
  }

  /** Calls `listener` after every stored write of a client in this region. */
  onWrite(listener: (write: ItemWrite) => void): void {
    this.listeners.push(listener);
  }

  /** Applies a write of another region, unless this region has a later one. */
  async apply(write: ItemWrite): Promise<void> {
    const place = placeOf(write.table, write.key);
    await this.inTurn(place, async () => {
      if (!this.latest.takes(place, write.stamp)) {
        return;
      }
      await (write.item
        ? this.call("PutItem", { TableName: write.table, Item: write.item })
        : this.call("DeleteItem", { TableName: write.table, Key: write.key }));
    });
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
    const key = this.tables.get(table)?.partitionKey ?? "";
    return found.sort((one, other) => (String(one[key]?.S) < String(other[key]?.S) ? -1 : 1));
  }

  /** Performs one action like a client of this region, but without replication. */
  call(action: string, input: object): Promise<Record<string, unknown>> {
    return this.store.call(action, input);
  }

  /** Closes both servers after all requests in progress. */
  async close(): Promise<void> {
    await closeServer(this.front);
    await this.store.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers["x-amz-target"]);
    const text = (await readAll(request)).toString();
    const action = target.split(".")[1] ?? "";
    const { status, headers, body } = WRITES.has(action)
      ? await this.write(action, target, text)
      : await this.store.forward(target, text);
    response.writeHead(status, headers).end(body);
  }

  /** Performs a write, then reads the stored item. No other write of the item occurs between them. */
  private async write(action: string, target: string, text: string): Promise<StoreAnswer> {
    const input = JSON.parse(text) as { TableName?: string; Key?: ItemJson; Item?: ItemJson };
    const table = this.tables.get(input.TableName ?? "");
    const partition = table && (input.Key ?? input.Item)?.[table.partitionKey];
    if (!table || !partition) {
      return this.store.forward(target, text);
    }
    const key = { [table.partitionKey]: partition };
    const place = placeOf(table.name, key);
    return this.inTurn(place, async () => {
      const answer = await this.store.forward(target, text);
      if (answer.status === 200) {
        const stamp = this.latest.stamp(place);
        const item = action === "DeleteItem" ? undefined : await this.read(table.name, key);
        for (const listener of this.listeners) {
          listener({ table: table.name, key, item, stamp });
        }
      }
      return answer;
    });
  }

  private async read(table: string, key: ItemJson): Promise<ItemJson | undefined> {
    const { Item } = await this.call("GetItem", { TableName: table, Key: key, ConsistentRead: true });
    return Item as ItemJson | undefined;
  }

  /** Runs operations on one item in sequence. */
  private inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(place) ?? Promise.resolve()).then(work, work);
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.turns.get(place) === settled) {
          this.turns.delete(place);
        }
      });
    this.turns.set(place, settled);
    return turn;
  }
}
