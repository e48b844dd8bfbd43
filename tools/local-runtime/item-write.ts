/** An item in DynamoDB's own JSON. */
export type ItemJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Which of two writes is the later: by time, and by region where two clocks show the same. */
interface Stamp {
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

/** The stamps of the latest writes that one region knows, item by item. */
export class LatestWrites {
  private readonly region: string;
  private readonly stamps = new Map<string, Stamp>();
  private lastTime = 0;

  constructor(region: string) {
    this.region = region;
  }

  /** Stamps a write of this region, later than every one before it. */
  stamp(place: string): Stamp {
    this.lastTime = Math.max(performance.timeOrigin + performance.now(), this.lastTime + 0.001);
    const stamp = { time: this.lastTime, region: this.region };
    this.stamps.set(place, stamp);
    return stamp;
  }

  /** Takes another region's write: true when it is the latest, and then it is known. */
  takes(place: string, stamp: Stamp): boolean {
    const known = this.stamps.get(place);
    const later = !known || stamp.time > known.time || (stamp.time === known.time && stamp.region > known.region);
    if (later) {
      this.stamps.set(place, stamp);
    }
    return later;
  }
}

/** Names an item among all tables. */
export function placeOf(table: string, key: ItemJson): string {
  return JSON.stringify([table, key]);
}
