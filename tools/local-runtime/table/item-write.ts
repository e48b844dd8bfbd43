/** An item in DynamoDB's own JSON. */
export type ItemJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Order of two writes: by time, then by region if the times are equal. */
export interface Stamp {
  /** Milliseconds since 1970. */
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

/** True if `one` wins over `other`, or if there is no other. */
export function isLater(one: Stamp, other: Stamp | undefined): boolean {
  return !other || one.time > other.time || (one.time === other.time && one.region > other.region);
}
