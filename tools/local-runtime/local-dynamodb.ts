import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { DynaliteStore, type StoreAnswer } from "./dynalite-store";
import { type ItemJson, type ItemWrite, LatestWrites, placeOf } from "./item-write";
import { closeServer, listenOnLoopback, readAll } from "./loopback-server";

/** A table with a partition key of text. */
export interface LocalTable {
  readonly name: string;
  readonly partitionKey: string;
}

export interface LocalDynamoDbOptions {
  readonly region: string;
  readonly tables: readonly LocalTable[];
}

/** Actions that change one item. Others pass through and are not replicated. */
const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem"]);

/**
 * One region's DynamoDB on this machine: dynalite behind a server that hears of every write, so that replicas of a global
 * table can be kept (dynalite has none), and takes the writes of other regions, of which the last one wins.
 */
export class LocalDynamoDb {
  readonly region: string;
  /** For `AWS_ENDPOINT_URL_DYNAMODB`. */
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

  /** Calls `listener` with every write that a client of this region makes, after it is stored. */
  onWrite(listener: (write: ItemWrite) => void): void {
    this.listeners.push(listener);
  }

  /** Takes another region's write, unless this region knows a later one. */
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

  /** Every item of a table, in the order of their keys. */
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

  /** One action, as a client of this region would send it, but heard by no other region. */
  call(action: string, input: object): Promise<Record<string, unknown>> {
    return this.store.call(action, input);
  }

  /** Ends both servers, after what is under way. */
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

  /** A write, then a look at what it left: nobody else writes the item in between. */
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

  /** Work on one item, one piece after the other. */
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
