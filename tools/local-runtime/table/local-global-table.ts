import { type Clock, SYSTEM_CLOCK } from "../clock";
import type { ItemState, LinkState } from "../control/runtime-state";
import { LocalDynamoDb } from "./local-dynamodb";
import type { LocalTable } from "./local-table";
import { NewestItems } from "./newest-items";
import { Replication } from "./replication";
import type { TableFaults } from "./table-faults";

export interface LocalGlobalTableOptions {
  readonly table: LocalTable;
  /** Regions with a replica. */
  readonly regions: readonly string[];
  /** Delay of the replication in milliseconds, or a function that returns that of the next write. @default 800 */
  readonly delayMs?: number | (() => number);
  /** @default the clock of this machine */
  readonly clock?: Clock;
}

/**
 * A global table on this machine. It is independent of the functions and APIs that use it, so that they can be replaced without a loss of
 * items.
 */
export class LocalGlobalTable {
  private readonly options: LocalGlobalTableOptions;
  private readonly databases = new Map<string, LocalDynamoDb>();
  private readonly replication: Replication;
  private newest = new NewestItems();

  private constructor(options: LocalGlobalTableOptions) {
    this.options = options;
    this.replication = new Replication([], options.delayMs, options.clock);
    this.replication.onForget((before) => this.newest.forgetDeleted(before));
  }

  static async start(options: LocalGlobalTableOptions): Promise<LocalGlobalTable> {
    const table = new LocalGlobalTable(options);
    try {
      for (const region of options.regions) {
        await table.add(region);
      }
    } catch (error) {
      await table.close();
      throw error;
    }
    return table;
  }

  /** Regions with a replica. */
  get regions(): string[] {
    return [...this.databases.keys()];
  }

  /** Number of items, without those of the service itself. */
  get count(): number {
    return this.newest.count;
  }

  /** The newest items of all regions, newest first, at most 20. */
  items(): ItemState[] {
    const stamps = [...this.databases.values()].map(
      ({ region, replica }) => [region, (place: string) => replica.stampOf(place)] as const,
    );
    return this.newest.newest(Object.fromEntries(stamps));
  }

  /** One entry for each ordered pair of regions. */
  links(): LinkState[] {
    return this.replication.links.map(({ from, to, severed, pending, ageMs }) => ({
      from,
      to,
      severed,
      queue: pending,
      ageMs,
    }));
  }

  /** URL of a region's DynamoDB, for `AWS_ENDPOINT_URL_DYNAMODB`. */
  endpoint(region: string): string {
    return this.database(region).endpoint;
  }

  /** Faults for the clients of a region's table. */
  faults(region: string): TableFaults {
    return this.database(region).faults;
  }

  /** The DynamoDB of a region. @throws Error if the table has no replica there */
  database(region: string): LocalDynamoDb {
    const found = this.databases.get(region);
    if (!found) {
      throw new Error(`region must be one of ${this.regions.join(", ")}, got ${region}`);
    }
    return found;
  }

  /** Adds a replica, with all items. It can be used after this. Does nothing if it exists. */
  async add(region: string): Promise<void> {
    if (this.databases.has(region)) {
      return;
    }
    const { table, clock = SYSTEM_CLOCK } = this.options;
    const database = await LocalDynamoDb.start({ region, tables: [table], clock });
    database.replica.onStored((write) => this.newest.record(write));
    try {
      await this.replication.add(database);
    } catch (error) {
      await database.close();
      throw error;
    }
    this.databases.set(region, database);
  }

  /**
   * Removes a replica, after its writes are delivered to all others.
   *
   * @returns number of writes that no other region received, e.g. because a link is severed
   */
  async remove(region: string): Promise<number> {
    const database = this.database(region);
    const lost = await this.replication.remove(region);
    this.databases.delete(region);
    await database.close();
    if (lost > 0) {
      await this.forgetLost();
    }
    return lost;
  }

  /** Stops the replication from one region to another. */
  sever(from: string, to: string): void {
    this.replication.sever(from, to);
  }

  /** Resumes the replication from one region to another. */
  mend(from: string, to: string): void {
    this.replication.mend(from, to);
  }

  /** Calls `listener` after each change of a link or its queue. Returns a function that ends this. */
  onChange(listener: () => void): () => void {
    return this.replication.onChange(listener);
  }

  /** Waits until all writes are delivered. @throws Error after `limitMs`, e.g. if a link is severed */
  settled(limitMs?: number): Promise<void> {
    return this.replication.settled(limitMs);
  }

  /** Ends the replication and closes all replicas. */
  async close(): Promise<void> {
    this.replication.close();
    await Promise.all([...this.databases.values()].map((database) => database.close()));
    this.databases.clear();
  }

  /** Reads the newest items anew, without the writes that only a removed region had. */
  private async forgetLost(): Promise<void> {
    this.newest = new NewestItems();
    for (const { replica } of this.databases.values()) {
      for await (const writes of replica.snapshot(() => true)) {
        for (const write of writes) {
          this.newest.record(write);
        }
      }
    }
  }
}
