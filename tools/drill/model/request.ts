/** A request of the drill. */
export interface DrillRequest {
  /** Number of the request, from 1. */
  readonly n: number;
  readonly kind: "write" | "read";
  /** `shared`, or the region whose own name the request uses. */
  readonly via: string;
  /** `item_id` of the item that is written or read. */
  readonly item: string;
}

/** The answer to a request. Without an answer, only `reason` is defined. */
export interface Answer {
  readonly status?: number;
  /** Region that answered. Answers without an item do not name it. */
  readonly region?: string;
  /** Why there is no answer, e.g. `ECONNREFUSED`. */
  readonly reason?: string;
}

/**
 * `ok`: a write was acknowledged, or a read found the item. `missing`: a read did not find an item that was acknowledged a moment
 * before. `stale`: the same, for an item that was acknowledged longer ago. `failed`: any other answer, or none.
 */
export type Outcome = "ok" | "missing" | "stale" | "failed";

/** A request that has ended. Times are milliseconds since 1970. */
export interface RequestRecord extends DrillRequest, Answer {
  readonly sentAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
}

/** `via` of requests through the name that all regions share. */
export const SHARED = "shared";

/** Milliseconds after which an acknowledged item must be readable in every region. DynamoDB replicates within about a second. */
export const STALE_AFTER_MS = 2_000;
