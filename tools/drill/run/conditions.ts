import { isBeforeSwitch } from "../analysis/figures";
import { type RequestRecord, SHARED } from "../model/request";
import type { Observation } from "../model/target";

/** Whether the region's records are healthy. A region without an observation counts as healthy. */
export function isHealthy(observation: Observation | undefined, region: string): boolean {
  return observation?.regions.find(({ name }) => name === region)?.healthy !== false;
}

/**
 * Whether other regions answered every request that was sent since a time.
 *
 * @param since milliseconds since 1970
 */
export function hasSwitched(records: readonly RequestRecord[], region: string, since: number): boolean {
  const recent = records.filter(({ sentAt, via }) => via === SHARED && sentAt >= since);
  return recent.some(({ region: by }) => by !== undefined) && !recent.some((record) => isBeforeSwitch(record, region));
}

/** Whether the region answered a request through the shared name that was sent since a time. */
export function hasAnswered(records: readonly RequestRecord[], region: string, since: number): boolean {
  return records.some(({ sentAt, via, region: by }) => via === SHARED && sentAt >= since && by === region);
}

/** Whether there was a stale read since a time. */
export function hasStaleRead(records: readonly RequestRecord[], since: number): boolean {
  return records.some(({ sentAt, outcome }) => outcome === "stale" && sentAt >= since);
}

/** Answered requests through the shared name by region, and failed requests. */
export function countAnswers(records: readonly RequestRecord[]) {
  const answered: Record<string, number> = {};
  for (const { region } of records.filter(({ via }) => via === SHARED)) {
    if (region !== undefined) {
      answered[region] = (answered[region] ?? 0) + 1;
    }
  }
  return { answered, failed: records.filter(({ outcome }) => outcome === "failed").length };
}
