import type { ItemWrite } from "./item-write";
import type { LocalDynamoDb } from "./local-dynamodb";

/**
 * Replication of a global table (version 2019.11.21) between local regions. Every write reaches every other region after a delay. For
 * each item the last write wins. Conditions are evaluated in the region of the write. A link between two regions can be severed.
 * Pending writes are delivered when it is healed.
 */
export class Replication {
  private readonly links: readonly Link[];

  /** @param delayMs replication delay in milliseconds. Real tables need about a second between continents */
  constructor(regions: readonly LocalDynamoDb[], delayMs: number) {
    this.links = regions.flatMap((from) =>
      regions.filter((to) => to !== from).map((to) => new Link(from, to, delayMs)),
    );
  }

  /** Severs a region's links to and from all others. */
  sever(region: string): void {
    for (const link of this.touching(region)) {
      link.up = false;
    }
  }

  /** Restores a region's links to and from all others. */
  heal(region: string): void {
    for (const link of this.touching(region)) {
      link.up = true;
      link.flush();
    }
  }

  /** Number of writes that are not delivered yet. */
  get pending(): number {
    return this.links.reduce((total, link) => total + link.pending, 0);
  }

  /** Waits until all writes are delivered. @throws Error after `limitMs`, e.g. if a link is severed, or when a region rejects a write */
  async settled(limitMs = 540_000): Promise<void> {
    const end = performance.now() + limitMs;
    while (this.pending > 0) {
      if (performance.now() > end) {
        throw new Error(`${this.pending} writes were not delivered within ${limitMs} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const failed = this.links.find(({ failure }) => failure);
    if (failed) {
      throw new Error(`writes of ${failed.from.region} were lost during replication`, { cause: failed.failure });
    }
  }

  /** Discards pending writes. */
  close(): void {
    for (const link of this.links) {
      link.close();
    }
  }

  private touching(region: string): Link[] {
    return this.links.filter(({ from, to }) => from.region === region || to.region === region);
  }
}

/** Replication from one region to another, in order. */
class Link {
  readonly from: LocalDynamoDb;
  readonly to: LocalDynamoDb;
  private readonly delayMs: number;
  up = true;
  /** Reason why writes were lost. */
  failure: unknown;
  private queue: { readonly write: ItemWrite; readonly due: number }[] = [];
  private delivering = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(from: LocalDynamoDb, to: LocalDynamoDb, delayMs: number) {
    this.from = from;
    this.to = to;
    this.delayMs = delayMs;
    from.onWrite((write) => {
      this.queue.push({ write, due: performance.now() + this.delayMs });
      this.flush();
    });
  }

  get pending(): number {
    return this.queue.length;
  }

  /** Delivers writes that are due, and sets a timer for the others. */
  flush(): void {
    clearTimeout(this.timer);
    const [next] = this.queue;
    if (!this.up || this.delivering || !next) {
      return;
    }
    const wait = next.due - performance.now();
    if (wait > 0) {
      this.timer = setTimeout(() => this.flush(), wait);
      return;
    }
    this.delivering = true;
    this.to
      .apply(next.write)
      .then(
        () => this.queue.shift(),
        (error: unknown) => {
          // Either the region is closing, and its pending writes are discarded, or this program has a bug.
          this.failure = error;
          this.queue = [];
        },
      )
      .finally(() => {
        this.delivering = false;
        this.flush();
      });
  }

  close(): void {
    clearTimeout(this.timer);
    this.queue = [];
    this.up = false;
  }
}
