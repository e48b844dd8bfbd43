/** An item in DynamoDB's own JSON. */
export type ItemJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Order of two writes: by time, then by region if the times are equal. */
interface Stamp {
  readonly time: number;
  readonly region: string;
}

/** One write for replication to the other regions. */
export interface ItemWrite {
  readonly table: string;
  readonly key: ItemJson;
  /** Undefined for a deletion. */
  readonly item: ItemJson | undefined;
  readonly stamp: Stamp;
}

/** The stamps of the latest writes in one region, by item. */
export class LatestWrites {
  private readonly region: string;
  private readonly stamps = new Map<string, Stamp>();
  private lastTime = 0;

  constructor(region: string) {
    this.region = region;
  }

  /** The stamp of a new write in this region, later than all earlier ones. */
  stamp(place: string): Stamp {
    this.lastTime = Math.max(performance.timeOrigin + performance.now(), this.lastTime + 0.001);
    const stamp = { time: this.lastTime, region: this.region };
    this.stamps.set(place, stamp);
    return stamp;
  }

  /** True if a write of another region is the latest. Its stamp is then recorded. */
  takes(place: string, stamp: Stamp): boolean {
    const known = this.stamps.get(place);
    const later = !known || stamp.time > known.time || (stamp.time === known.time && stamp.region > known.region);
    if (later) {
      this.stamps.set(place, stamp);
    }
    return later;
  }
}

/** Identifies an item across tables. */
export function placeOf(table: string, key: ItemJson): string {
  return JSON.stringify([table, key]);
}
