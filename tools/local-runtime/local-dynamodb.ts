import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import dynalite from "dynalite";
import { closeServer, listenOnLoopback, readAll } from "./loopback-server";

/** An item in DynamoDB's own JSON. */
export type ItemJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Which of two writes is the later: by time, and by region where two clocks show the same. */
export interface Stamp {
  readonly time: number;
  readonly region: string;
}

/** One write as it travels to the other regions. */
export interface ItemWrite {
  readonly table: string;
  readonly key: ItemJson;
  /** Undefined for a deletion. */
  readonly item: ItemJson | undefined;
  readonly stamp: Stamp;
}

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
  private readonly stamps = new Map<string, Stamp>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly tables: ReadonlyMap<string, LocalTable>;
  private readonly store: Server;
  private readonly storeUrl: string;
  private readonly front: Server;
  private readonly underWay = new Set<Promise<unknown>>();
  private lastTime = 0;
  private closing = false;

  private constructor(options: LocalDynamoDbOptions, store: Server, storeUrl: string, front: Server, endpoint: string) {
    this.region = options.region;
    this.tables = new Map(options.tables.map((table) => [table.name, table]));
    this.store = store;
    this.storeUrl = storeUrl;
    this.front = front;
    this.endpoint = endpoint;
  }

  static async start(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
    const store = dynalite({ createTableMs: 0, deleteTableMs: 0 });
    const storeUrl = await listenOnLoopback(store);
    const front = createServer();
    const endpoint = await listenOnLoopback(front);
    const database = new LocalDynamoDb(options, store, storeUrl, front, endpoint);
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
      if (!isLater(write.stamp, this.stamps.get(place))) {
        return;
      }
      this.stamps.set(place, write.stamp);
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
  async call(action: string, input: object): Promise<Record<string, unknown>> {
    const { status, body } = await this.forward(`DynamoDB_20120810.${action}`, JSON.stringify(input));
    if (status !== 200) {
      throw new Error(`${action} failed with ${status}: ${body.toString()}`);
    }
    return JSON.parse(body.toString()) as Record<string, unknown>;
  }

  /** Ends both servers, after what is under way: dynalite ends the process when its store closes beneath a write. */
  async close(): Promise<void> {
    this.closing = true;
    await closeServer(this.front);
    while (this.underWay.size > 0) {
      await Promise.allSettled(this.underWay);
    }
    await closeServer(this.store);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers["x-amz-target"]);
    const text = (await readAll(request)).toString();
    const action = target.split(".")[1] ?? "";
    const { status, headers, body } = WRITES.has(action)
      ? await this.write(action, target, text)
      : await this.forward(target, text);
    response.writeHead(status, headers).end(body);
  }

  /** A write, then a look at what it left: nobody else writes the item in between. */
  private async write(action: string, target: string, text: string): Promise<StoreAnswer> {
    const input = JSON.parse(text) as { TableName?: string; Key?: ItemJson; Item?: ItemJson };
    const table = this.tables.get(input.TableName ?? "");
    const partition = table && (input.Key ?? input.Item)?.[table.partitionKey];
    if (!table || !partition) {
      return this.forward(target, text);
    }
    const key = { [table.partitionKey]: partition };
    const place = placeOf(table.name, key);
    return this.inTurn(place, async () => {
      const answer = await this.forward(target, text);
      if (answer.status === 200) {
        const stamp = { time: this.now(), region: this.region };
        this.stamps.set(place, stamp);
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

  private forward(target: string, text: string): Promise<StoreAnswer> {
    if (this.closing) {
      return Promise.reject(new Error(`DynamoDB of ${this.region} is closed`));
    }
    const work = this.send(target, text).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return work;
  }

  private async send(target: string, text: string): Promise<StoreAnswer> {
    const response = await fetch(this.storeUrl, {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target, ...ANY_SIGNATURE },
      body: text,
    });
    const body = Buffer.from(await response.arrayBuffer());
    const checksum = response.headers.get("x-amz-crc32");
    const headers = { "Content-Type": "application/x-amz-json-1.0", ...(checksum ? { "X-Amz-Crc32": checksum } : {}) };
    return { status: response.status, headers, body };
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

  /** The time in milliseconds; never the same twice. */
  private now(): number {
    this.lastTime = Math.max(performance.timeOrigin + performance.now(), this.lastTime + 0.001);
    return this.lastTime;
  }
}

interface StoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** dynalite asks that a request is signed, and checks no signature. */
const ANY_SIGNATURE = {
  "X-Amz-Date": "20260101T000000Z",
  Authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};

function placeOf(table: string, key: ItemJson): string {
  return JSON.stringify([table, key]);
}

function isLater(one: Stamp, other: Stamp | undefined): boolean {
  return !other || one.time > other.time || (one.time === other.time && one.region > other.region);
}
