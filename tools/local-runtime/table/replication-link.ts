import type { Clock } from "../clock";
import type { ItemWrite, Stamp } from "./item-write";
import { placeOf } from "./local-table";

/** Milliseconds before the first retry of a delivery that failed. Each further retry waits twice as long. */
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5_000;

/** Delivered writes after which the queue is shortened. */
const SHORTEN_AFTER = 1_024;

/** A member of a replication. */
export interface ReplicatedRegion {
  readonly region: string;
  readonly replica: {
    onWrite(listener: (write: ItemWrite) => void): () => void;
    apply(write: ItemWrite): Promise<void>;
    lacks(place: string, stamp: Stamp): boolean;
    forgetDeleted(before: number): void;
    snapshot(lacks: (place: string, stamp: Stamp) => boolean): AsyncIterable<readonly ItemWrite[]>;
  };
}

/** Settings of a link. */
export interface LinkOptions {
  /** Delay of the next write, in milliseconds. */
  readonly delayMs: () => number;
  readonly clock: Clock;
  /** Called after each change of the queue or the state. */
  readonly onChange: () => void;
}

/** An item with writes that are not delivered. */
interface Waiting {
  readonly place: string;
  /** The latest write. Only this one is delivered. */
  write: ItemWrite;
  /** Number of writes. */
  writes: number;
  /** Time of the first write. */
  readonly at: number;
  readonly due: number;
}

/**
 * Replication from one region to another, in order. A delivery that fails is repeated until it succeeds or the link is closed. While the
 * link is severed or deliveries fail, a later write of an item replaces the one in the queue, because the last write wins. So the queue
 * has at most one entry for each item.
 */
export class ReplicationLink {
  readonly from: string;
  readonly to: string;
  private readonly target: ReplicatedRegion["replica"];
  private readonly options: LinkOptions;
  private readonly unsubscribe: () => void;
  private readonly byPlace = new Map<string, Waiting>();
  private queue: Waiting[] = [];
  private head = 0;
  private undelivered = 0;
  private failures = 0;
  private open = true;
  private isSevered = false;
  private delivering = false;
  private cancel: () => void = () => undefined;

  constructor(from: ReplicatedRegion, to: ReplicatedRegion, options: LinkOptions) {
    this.from = from.region;
    this.to = to.region;
    this.target = to.replica;
    this.options = options;
    this.unsubscribe = from.replica.onWrite((write) => this.push(write));
  }

  /** Writes that are not delivered, including those that a later write of their item replaces. */
  get pending(): number {
    return this.undelivered;
  }

  /** Milliseconds since the oldest write that is not delivered, 0 if there is none. */
  get ageMs(): number {
    const oldest = this.queue[this.head];
    return oldest ? Math.max(0, this.options.clock.now() - oldest.at) : 0;
  }

  get severed(): boolean {
    return this.isSevered;
  }

  /** Stops or resumes deliveries. A delivery that has begun is completed. */
  set severed(severed: boolean) {
    this.isSevered = severed;
    this.flush();
    this.options.onChange();
  }

  /** Ends the link. Its writes are discarded. */
  close(): void {
    this.unsubscribe();
    this.cancel();
    this.open = false;
    this.byPlace.clear();
    this.queue = [];
    this.head = 0;
    this.undelivered = 0;
  }

  private push(write: ItemWrite): void {
    const { clock, delayMs, onChange } = this.options;
    const at = clock.now();
    const place = placeOf(write.table, write.key);
    const earlier = this.isSevered || this.failures > 0 ? this.byPlace.get(place) : undefined;
    this.undelivered += 1;
    if (earlier && !(this.delivering && earlier === this.queue[this.head])) {
      earlier.write = write;
      earlier.writes += 1;
    } else {
      const waiting = { place, write, writes: 1, at, due: at + delayMs() };
      this.byPlace.set(place, waiting);
      this.queue.push(waiting);
      if (this.queue.length - this.head === 1) {
        this.flush();
      }
    }
    onChange();
  }

  /** Delivers the oldest write if it is due. Otherwise sets a timer. */
  private flush(): void {
    this.cancel();
    const next = this.queue[this.head];
    if (!this.open || this.isSevered || this.delivering || !next) {
      return;
    }
    const wait = next.due - this.options.clock.now();
    if (wait > 0) {
      this.cancel = this.options.clock.after(wait, () => this.flush());
      return;
    }
    this.deliver(next);
  }

  private async deliver(next: Waiting): Promise<void> {
    this.delivering = true;
    try {
      await this.target.apply(next.write);
    } catch {
      this.delivering = false;
      this.retryLater();
      return;
    }
    this.delivering = false;
    this.failures = 0;
    if (this.open) {
      this.head += 1;
      this.undelivered -= next.writes;
      if (this.byPlace.get(next.place) === next) {
        this.byPlace.delete(next.place);
      }
      this.shorten();
      this.options.onChange();
      this.flush();
    }
  }

  private retryLater(): void {
    if (this.open) {
      const wait = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
      this.failures += 1;
      this.cancel = this.options.clock.after(wait, () => this.flush());
    }
  }

  /** Removes delivered writes from the array, all at once, because each removal takes time for the whole queue. */
  private shorten(): void {
    if (this.head >= SHORTEN_AFTER || this.head === this.queue.length) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
  }
}
