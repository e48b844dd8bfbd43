import type { DynaliteStore } from "./dynalite-store";
import type { DynamoDbAnswer } from "./dynamodb-answer";
import type { ItemJson, ItemWrite, Stamp } from "./item-write";
import type { LatestWrites } from "./latest-writes";
import { type LocalTable, placeOf } from "./local-table";
import { type PlannedWrite, plannedWrites, processed } from "./planned-write";
import { TransactionWriter } from "./transaction-writer";
import { Turns } from "./turns";

/** Items that a snapshot reads at once. */
const SNAPSHOT_GROUP = 100;

/** Called after a write is stored in a region. */
export type OnWrite = (write: ItemWrite) => void;

/** The tables of one region: performs the writes of its clients, and applies those of other regions. */
export class Replica {
  private readonly tables: ReadonlyMap<string, LocalTable>;
  private readonly store: DynaliteStore;
  private readonly latest: LatestWrites;
  private readonly turns = new Turns();
  private readonly transactions: TransactionWriter;
  private readonly clientListeners = new Set<OnWrite>();
  private readonly storedListeners = new Set<OnWrite>();

  constructor(tables: ReadonlyMap<string, LocalTable>, store: DynaliteStore, latest: LatestWrites) {
    this.tables = tables;
    this.store = store;
    this.latest = latest;
    this.transactions = new TransactionWriter(tables, store, this.turns, (writes) => this.report(writes));
  }

  /** Calls `listener` after each stored write of a client. Returns a function that ends this. */
  onWrite(listener: OnWrite): () => void {
    this.clientListeners.add(listener);
    return () => this.clientListeners.delete(listener);
  }

  /** Calls `listener` after each stored write, also of another region. Returns a function that ends this. */
  onStored(listener: OnWrite): () => void {
    this.storedListeners.add(listener);
    return () => this.storedListeners.delete(listener);
  }

  /** Performs a write of a client. No other write of its items occurs until it is reported for replication. */
  async write(action: string, target: string, text: string): Promise<DynamoDbAnswer> {
    if (action === "TransactWriteItems") {
      return this.transactions.write(text);
    }
    const planned = plannedWrites(action, text, this.tables);
    return this.turns.run([...new Set(planned.map(({ place }) => place))], async () => {
      const answer = await this.store.forward(target, text);
      if (answer.status === 200) {
        const done = action === "BatchWriteItem" ? processed(planned, answer.body, this.tables) : planned;
        await this.reportStored(done);
      }
      return answer;
    });
  }

  /** Performs a read of a client. A transaction is visible completely or not at all. */
  async read(target: string, text: string): Promise<DynamoDbAnswer> {
    await this.transactions.visible();
    return this.store.forward(target, text);
  }

  /** Applies a write of another region, unless this region has a later one. @throws Error when it is not stored */
  async apply(write: ItemWrite): Promise<void> {
    const { table, key, item, stamp } = write;
    const place = placeOf(table, key);
    await this.turns.run([place], async () => {
      if (!this.latest.loses(place, stamp)) {
        return;
      }
      await (item
        ? this.store.call("PutItem", { TableName: table, Item: item })
        : this.store.call("DeleteItem", { TableName: table, Key: key }));
      this.latest.record(place, stamp);
      for (const listener of this.storedListeners) {
        listener(write);
      }
    });
  }

  /**
   * The latest write of every item that a new replica lacks, in groups. Deletions are included, so that they win over older writes elsewhere.
   *
   * @param lacks whether the new replica lacks a write
   */
  async *snapshot(lacks: (place: string, stamp: Stamp) => boolean): AsyncGenerator<ItemWrite[]> {
    const places = this.latest.places();
    for (let start = 0; start < places.length; start += SNAPSHOT_GROUP) {
      const group = places.slice(start, start + SNAPSHOT_GROUP).filter((place) => lacks(place, this.stampIn(place)));
      yield await Promise.all(group.map((place) => this.turns.run([place], () => this.current(place))));
    }
  }

  /** True if this region has no such write of an item and no later one. */
  lacks(place: string, stamp: Stamp): boolean {
    return this.latest.loses(place, stamp);
  }

  /** Stamp of the latest write of an item in this region. */
  stampOf(place: string): Stamp | undefined {
    return this.latest.get(place);
  }

  private stampIn(place: string): Stamp {
    return this.latest.get(place) ?? { time: 0, region: "" };
  }

  private async current(place: string): Promise<ItemWrite> {
    const [table = "", ...values] = JSON.parse(place) as string[];
    const key = keyFrom(this.tables.get(table), values);
    return { table, key, item: await this.readItem(table, key), stamp: this.stampIn(place) };
  }

  private async reportStored(writes: readonly PlannedWrite[]): Promise<void> {
    const items = writes.map(async ({ table, key, item }) =>
      item === "unknown" ? this.readItem(table.name, key) : item,
    );
    const stored = await Promise.all(items);
    this.report(writes.map((write, index) => ({ ...write, item: stored[index] })));
  }

  private report(writes: readonly (Omit<PlannedWrite, "item"> & Pick<ItemWrite, "item">)[]): void {
    for (const { table, key, place, item } of writes) {
      const write = { table: table.name, key, item, stamp: this.latest.stamp(place) };
      for (const listener of [...this.clientListeners, ...this.storedListeners]) {
        listener(write);
      }
    }
  }

  private async readItem(table: string, key: ItemJson): Promise<ItemJson | undefined> {
    const { Item } = await this.store.call("GetItem", { TableName: table, Key: key, ConsistentRead: true });
    return Item as ItemJson | undefined;
  }
}

/** The key of a place's values, which are type and value of each attribute, in the order of a key's attributes. */
function keyFrom(table: LocalTable | undefined, values: readonly string[]): ItemJson {
  const names = table ? namesOf(table) : [];
  return Object.fromEntries(
    names.map((name, index) => [name, { [values[2 * index] as string]: values[2 * index + 1] }]),
  );
}

function namesOf({ partitionKey, sortKey }: LocalTable): string[] {
  return Object.keys({ [partitionKey]: true, ...(sortKey ? { [sortKey.name]: true } : {}) });
}
