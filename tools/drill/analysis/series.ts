import { SHARED } from "../model/request";
import type { DrillData } from "./drill-data";

/** The requests through the shared name that were sent within one interval. */
export interface Interval {
  /** Seconds since the load started. */
  readonly from: number;
  /** Answered requests by region. `unknown`: answers that do not name their region. */
  readonly answered: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Stale reads, also of those that use a region's own name. */
  readonly stale: number;
}

/** Key of answers that do not name their region: reads that found no item. */
export const UNKNOWN = "unknown";

/**
 * Counts requests by interval and by region.
 *
 * @param seconds length of an interval
 */
export function seriesOf({ records, marks }: DrillData, seconds = 1): Interval[] {
  const count = Math.max(1, Math.ceil((marks.endedAt - marks.startedAt) / 1_000 / seconds));
  const intervals = Array.from({ length: count }, (_, index) => ({
    from: index * seconds,
    answered: {} as Record<string, number>,
    failed: 0,
    stale: 0,
  }));
  for (const { sentAt, via, outcome, region = UNKNOWN } of records) {
    const interval = intervals[Math.floor((sentAt - marks.startedAt) / 1_000 / seconds)];
    if (interval === undefined) {
      continue;
    }
    if (outcome === "stale") {
      interval.stale += 1;
    }
    if (via === SHARED && outcome === "failed") {
      interval.failed += 1;
    } else if (via === SHARED) {
      interval.answered[region] = (interval.answered[region] ?? 0) + 1;
    }
  }
  return intervals;
}
