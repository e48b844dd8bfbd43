import { type RequestRecord, SHARED } from "../model/request";
import { switches } from "../model/scenario";
import type { DrillData } from "./drill-data";

/** The figures of a drill. docs/active-active-drill.md defines each of them. Undefined: not reached or not applicable. */
export interface Figures {
  /** Seconds from the fault to the first observation in which the region's records are unhealthy. */
  readonly detection?: number;
  /** Seconds from the fault to the first moment after which another region answers every request. */
  readonly switch?: number;
  /** Seconds from the end of the fault to the first answer of the region, or until no read is stale (`replication`). */
  readonly recovery?: number;
  readonly writes: { readonly sent: number; readonly acknowledged: number; readonly failed: number };
  readonly reads: {
    readonly sent: number;
    readonly found: number;
    /** Items that were not found within 2 s of their acknowledgement. */
    readonly missing: number;
    readonly stale: number;
    readonly failed: number;
  };
  /** Failed requests by the time at which they were sent. */
  readonly failed: {
    readonly beforeFault: number;
    readonly untilSwitch: number;
    readonly afterSwitch: number;
    readonly afterRestore: number;
  };
  readonly notSent: number;
  /** Acknowledged items that no region has after the recovery. */
  readonly lost?: number;
  /** Acknowledged items that some regions lack after the recovery. */
  readonly partial?: number;
  /** Milliseconds. */
  readonly replicationAge: { readonly before?: number; readonly highest?: number; readonly after?: number };
  /** Milliseconds of the answered requests. */
  readonly latency: { readonly p50?: number; readonly p99?: number };
}

/** Computes the figures of a drill, also of one that was interrupted. */
export function figuresOf(data: DrillData): Figures {
  const { records, notSent, verification, marks } = data;
  const writes = records.filter(({ kind }) => kind === "write");
  const reads = records.filter(({ kind }) => kind === "read");
  const count = (list: readonly RequestRecord[], outcome: RequestRecord["outcome"]) =>
    list.filter((record) => record.outcome === outcome).length;
  const switchAt = timeOfSwitch(data);
  return {
    ...defined({
      detection: seconds(marks.faultAt, timeOfDetection(data)),
      switch: seconds(marks.faultAt, switchAt),
      recovery: seconds(marks.restoredAt, timeOfRecovery(data)),
      lost: verification?.lost.length,
      partial: verification?.partial.length,
    }),
    writes: { sent: writes.length, acknowledged: count(writes, "ok"), failed: count(writes, "failed") },
    reads: {
      sent: reads.length,
      found: count(reads, "ok"),
      missing: count(reads, "missing"),
      stale: count(reads, "stale"),
      failed: count(reads, "failed"),
    },
    failed: failedByTime(data, switchAt),
    notSent,
    replicationAge: replicationAge(data),
    latency: latency(records),
  };
}

/** Whether the shared name has not switched for this request: it failed, or the failed region answered it. */
export function isBeforeSwitch({ outcome, region }: RequestRecord, failedRegion: string): boolean {
  return outcome === "failed" || region === failedRegion;
}

function timeOfDetection({ region, scenario, observations, marks }: DrillData): number | undefined {
  const { faultAt, restoringAt = Number.POSITIVE_INFINITY } = marks;
  if (faultAt === undefined || !switches(scenario)) {
    return undefined;
  }
  return observations.find(
    ({ at, regions }) =>
      at >= faultAt && at < restoringAt && regions.some(({ name, healthy }) => name === region && !healthy),
  )?.at;
}

function timeOfSwitch({ region, scenario, records, marks }: DrillData): number | undefined {
  const { faultAt, failingAt = faultAt, restoringAt = marks.endedAt } = marks;
  if (faultAt === undefined || failingAt === undefined || !switches(scenario)) {
    return undefined;
  }
  const during = shared(records).filter(({ sentAt }) => sentAt >= failingAt && sentAt < restoringAt);
  const last = Math.max(...during.filter((it) => isBeforeSwitch(it, region)).map(({ sentAt }) => sentAt), failingAt);
  const next = during.filter(({ sentAt, region: by }) => sentAt > last && by !== undefined).map(({ sentAt }) => sentAt);
  return next.length === 0 ? undefined : Math.max(Math.min(...next), faultAt);
}

function timeOfRecovery({ region, scenario, records, marks }: DrillData): number | undefined {
  const { restoredAt } = marks;
  if (restoredAt === undefined) {
    return undefined;
  }
  const after = records.filter(({ sentAt }) => sentAt >= restoredAt);
  if (switches(scenario)) {
    const answered = shared(after).filter(({ region: by }) => by === region);
    return answered.length === 0 ? undefined : Math.min(...answered.map(({ sentAt }) => sentAt));
  }
  const reads = after.filter(({ kind }) => kind === "read");
  const lastStale = Math.max(...reads.filter(({ outcome }) => outcome === "stale").map(({ sentAt }) => sentAt), -1);
  const fresh = reads.filter(({ sentAt, outcome }) => sentAt > lastStale && outcome === "ok");
  return fresh.length === 0 ? undefined : Math.min(...fresh.map(({ sentAt }) => sentAt));
}

function failedByTime({ records, marks }: DrillData, switchAt: number | undefined): Figures["failed"] {
  const { failingAt = Number.POSITIVE_INFINITY, restoringAt = Number.POSITIVE_INFINITY } = marks;
  const failed = records.filter(({ outcome }) => outcome === "failed").map(({ sentAt }) => sentAt);
  const between = (from: number, to: number) => failed.filter((at) => at >= from && at < to).length;
  const switched = Math.min(switchAt ?? restoringAt, restoringAt);
  return {
    beforeFault: between(Number.NEGATIVE_INFINITY, failingAt),
    untilSwitch: between(failingAt, switched),
    afterSwitch: between(switched, restoringAt),
    afterRestore: between(restoringAt, Number.POSITIVE_INFINITY),
  };
}

function replicationAge({ observations, marks }: DrillData): Figures["replicationAge"] {
  const { failingAt = Number.POSITIVE_INFINITY } = marks;
  const ages = observations.flatMap(({ at, ageMs }) => (ageMs === undefined ? [] : [{ at, ageMs }]));
  const during = ages.filter(({ at }) => at >= failingAt);
  return defined({
    before: ages.filter(({ at }) => at < failingAt).at(-1)?.ageMs,
    highest: during.length === 0 ? undefined : Math.max(...during.map(({ ageMs }) => ageMs)),
    after: during.at(-1)?.ageMs,
  });
}

function latency(records: readonly RequestRecord[]): Figures["latency"] {
  const sorted = records
    .filter(({ status }) => status !== undefined)
    .map(({ sentAt, endedAt }) => endedAt - sentAt)
    .sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return defined({ p50: at(0.5), p99: at(0.99) });
}

function shared(records: readonly RequestRecord[]): readonly RequestRecord[] {
  return records.filter(({ via }) => via === SHARED);
}

function seconds(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : (to - from) / 1_000;
}

/** Without the properties whose value is undefined. */
function defined<T extends object>(values: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
