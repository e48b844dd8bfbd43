import { type Clock, SYSTEM_CLOCK } from "../clock";
import { DeletedItems } from "./deleted-items";
import type { Stamp } from "./item-write";
import { type ReplicatedRegion, ReplicationLink } from "./replication-link";

/**
 * Usual delay between regions, in milliseconds. AWS: a new item "is usually propagated to all replica tables within a second".
 * https://docs.amazonaws.cn/en_us/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
const USUAL_DELAY_MS = 800;

/**
 * Replication of a global table (version 2019.11.21) between local regions. Every write reaches every other region after a delay, item by
 * item. For each item the last write wins. Conditions are evaluated in the region of the write. A link between two regions can be severed.
 * Its writes are delivered when it is mended.
 */
export class Replication {
  private readonly delayMs: () => number;
  private readonly clock: Clock;
  private readonly members = new Map<string, ReplicatedRegion>();
  private readonly changeListeners = new Set<() => void>();
  private readonly forgetListeners = new Set<(before: number) => void>();
  private readonly deleted: DeletedItems;
  private all: ReplicationLink[] = [];

  /** @param delayMs delay of a write in milliseconds, or a function that returns that of the next */
  constructor(
    regions: readonly ReplicatedRegion[],
    delayMs: number | (() => number) = USUAL_DELAY_MS,
    clock: Clock = SYSTEM_CLOCK,
  ) {
    this.delayMs = typeof delayMs === "function" ? delayMs : () => delayMs;
    this.clock = clock;
    this.deleted = new DeletedItems(clock, (before) => this.forget(before));
    for (const region of regions) {
      this.connect(region);
    }
  }

  /** One link for each ordered pair of regions. */
  get links(): readonly Pick<ReplicationLink, "from" | "to" | "severed" | "pending" | "ageMs">[] {
    return this.all;
  }

  /** Number of writes that are not delivered yet. */
  get pending(): number {
    return this.all.reduce((total, link) => total + link.pending, 0);
  }

  /** Calls `listener` after each change of a link. Returns a function that ends this. */
  onChange(listener: () => void): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /**
   * Calls `listener` from time to time: no region, and no delivery, needs the stamp of an item that was deleted before a time, in
   * milliseconds since 1970.
   */
  onForget(listener: (before: number) => void): void {
    this.forgetListeners.add(listener);
  }

  /**
   * Adds a region and copies all items to it. Its links exist before the copy, so that no write is missing. The items of all other regions
   * are copied, because a write may be on its way between two of them.
   *
   * @throws Error when the new region does not store an item. It is not a member then
   */
  async add(region: ReplicatedRegion): Promise<void> {
    const others = [...this.members.values()];
    this.connect(region);
    try {
      await this.deleted.keepDuring(() => copyItems(others, region));
    } catch (error) {
      this.disconnect(region.region);
      throw error;
    }
  }

  /**
   * Removes a region, after its writes are delivered to all others.
   *
   * @param limitMs milliseconds to wait for the deliveries
   * @returns number of writes that were not delivered and are discarded, e.g. because a link is severed
   */
  async remove(region: string, limitMs = 5_000): Promise<number> {
    const outgoing = this.all.filter(({ from }) => from === region);
    const left = () => outgoing.reduce((total, link) => total + link.pending, 0);
    const end = this.clock.now() + limitMs;
    while (outgoing.some(({ severed, pending }) => !severed && pending > 0) && this.clock.now() < end) {
      await new Promise<void>((resolve) => this.clock.after(5, resolve));
    }
    const lost = left();
    this.disconnect(region);
    return lost;
  }

  /** Stops the replication from one region to another. */
  sever(from: string, to: string): void {
    this.link(from, to).severed = true;
  }

  /** Resumes the replication from one region to another. */
  mend(from: string, to: string): void {
    this.link(from, to).severed = false;
  }

  /** Waits until all writes are delivered. @throws Error after `limitMs`, e.g. if a link is severed */
  async settled(limitMs = 540_000): Promise<void> {
    const end = performance.now() + limitMs;
    while (this.pending > 0) {
      if (performance.now() > end) {
        throw new Error(`${this.pending} writes were not delivered within ${limitMs} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ends the replication. Pending writes are discarded. */
  close(): void {
    for (const region of [...this.members.keys()]) {
      this.disconnect(region);
    }
  }

  private connect(region: ReplicatedRegion): void {
    const onChange = () => this.changed();
    const options = { delayMs: this.delayMs, clock: this.clock, onChange };
    for (const other of this.members.values()) {
      this.all.push(new ReplicationLink(other, region, options), new ReplicationLink(region, other, options));
    }
    this.members.set(region.region, region);
  }

  private disconnect(region: string): void {
    const isOwn = ({ from, to }: ReplicationLink) => from === region || to === region;
    for (const link of this.all.filter(isOwn)) {
      link.close();
    }
    this.all = this.all.filter((link) => !isOwn(link));
    this.members.delete(region);
    this.changed();
  }

  private link(from: string, to: string): ReplicationLink {
    const found = this.all.find((link) => link.from === from && link.to === to);
    if (!found) {
      throw new Error(
        `from and to must be two regions of ${[...this.members.keys()].join(", ")}, got ${from} and ${to}`,
      );
    }
    return found;
  }

  private forget(before: number): void {
    for (const { replica } of this.members.values()) {
      replica.forgetDeleted(before);
    }
    for (const listener of this.forgetListeners) {
      listener(before);
    }
  }

  private changed(): void {
    this.deleted.check(() => Math.max(0, ...this.all.map(({ ageMs }) => ageMs)));
    for (const listener of this.changeListeners) {
      listener();
    }
  }
}

async function copyItems(from: readonly ReplicatedRegion[], to: ReplicatedRegion): Promise<void> {
  const lacks = (place: string, stamp: Stamp) => to.replica.lacks(place, stamp);
  for (const { replica } of from) {
    for await (const writes of replica.snapshot(lacks)) {
      await Promise.all(writes.map((write) => to.replica.apply(write)));
    }
  }
}
