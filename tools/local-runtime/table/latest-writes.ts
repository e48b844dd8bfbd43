import type { Clock } from "../clock";
import { isLater, type Stamp } from "./item-write";

/** Smallest difference of two stamps of one region, in milliseconds. */
const STEP_MS = 0.001;

/**
 * The stamps of the latest writes in one region, by item. Deleted items keep theirs while an older write of another region can arrive,
 * which would restore them.
 */
export class LatestWrites {
  private readonly region: string;
  private readonly clock: Clock;
  private readonly stamps = new Map<string, Stamp>();
  private readonly deleted = new Map<string, Stamp>();
  private lastTime = 0;

  constructor(region: string, clock: Clock) {
    this.region = region;
    this.clock = clock;
  }

  /**
   * Records a new write in this region. Its stamp is later than all of this region's, and later than the item's own, so that a write
   * always wins over the item that it replaces, even if the clocks of the regions differ.
   */
  stamp(place: string, isDeletion: boolean): Stamp {
    const known = this.stamps.get(place)?.time ?? 0;
    const time = Math.max(this.clock.now(), this.lastTime + STEP_MS, known + STEP_MS);
    this.lastTime = time;
    const stamp = { time, region: this.region };
    this.record(place, stamp, isDeletion);
    return stamp;
  }

  /** True if a write of another region wins over this region's latest write of the item. */
  loses(place: string, stamp: Stamp): boolean {
    return isLater(stamp, this.stamps.get(place));
  }

  /** Records the write of another region, after it is stored. */
  record(place: string, stamp: Stamp, isDeletion: boolean): void {
    this.stamps.set(place, stamp);
    this.deleted.delete(place);
    if (isDeletion) {
      this.deleted.set(place, stamp);
    }
  }

  /** Removes the stamps of items that were deleted before a time, in milliseconds since 1970. */
  forgetDeleted(before: number): void {
    for (const [place, { time }] of this.deleted) {
      if (time < before) {
        this.deleted.delete(place);
        this.stamps.delete(place);
      }
    }
  }

  get(place: string): Stamp | undefined {
    return this.stamps.get(place);
  }

  /** Identifiers of all items, including deleted ones that are not forgotten. */
  places(): string[] {
    return [...this.stamps.keys()];
  }
}
