import type { ItemWrite } from "./item-write";
import type { LocalDynamoDb } from "./local-dynamodb";

/**
 * A global table over local regions, as version 2019.11.21 behaves: every write goes to every other region after a delay,
 * the later of two wins, item by item, and conditions are judged where the writer is. A link between two regions can be
 * severed; what was written meanwhile goes out when it is healed.
 */
export class Replication {
  private readonly links: readonly Link[];

  /** @param delayMs how long a write is under way; real tables take about a second between continents */
  constructor(regions: readonly LocalDynamoDb[], delayMs: number) {
    this.links = regions.flatMap((from) =>
      regions.filter((to) => to !== from).map((to) => new Link(from, to, delayMs)),
    );
  }

  /** Cuts a region off from all others, in both directions. */
  sever(region: string): void {
    for (const link of this.touching(region)) {
      link.up = false;
    }
  }

  /** Joins a region to all others again. */
  heal(region: string): void {
    for (const link of this.touching(region)) {
      link.up = true;
      link.flush();
    }
  }

  /** Writes that have not arrived yet. */
  get pending(): number {
    return this.links.reduce((total, link) => total + link.pending, 0);
  }

  /** Waits until everything has arrived. @throws Error after `limitMs`, as a severed link never empties, or when a write is refused */
  async settled(limitMs = 540_000): Promise<void> {
    const end = performance.now() + limitMs;
    while (this.pending > 0) {
      if (performance.now() > end) {
        throw new Error(`${this.pending} writes have not arrived within ${limitMs} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const failed = this.links.find(({ failure }) => failure);
    if (failed) {
      throw new Error(`writes of ${failed.from.region} were lost on their way`, { cause: failed.failure });
    }
  }

  /** Forgets what is under way. */
  close(): void {
    for (const link of this.links) {
      link.close();
    }
  }

  private touching(region: string): Link[] {
    return this.links.filter(({ from, to }) => from.region === region || to.region === region);
  }
}

/** One direction between two regions. Delivers in order. */
class Link {
  readonly from: LocalDynamoDb;
  readonly to: LocalDynamoDb;
  private readonly delayMs: number;
  up = true;
  /** Why writes were lost. */
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

  /** Delivers what is due, and comes back for the rest. */
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
          // The region is being taken down, and what could not be delivered is dropped with it; or this program is wrong.
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
