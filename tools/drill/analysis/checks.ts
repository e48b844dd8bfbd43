import { SHARED } from "../model/request";
import { switches } from "../model/scenario";
import type { DrillData } from "./drill-data";
import type { Figures } from "./figures";

/** One statement that a drill proves or disproves. */
export interface Check {
  /** The statement, e.g. `another region answers every request after the switch`. */
  readonly name: string;
  readonly passed: boolean;
  /** What was measured. */
  readonly got: string;
}

/** What a complete drill must show, by its scenario. */
export function checksOf(data: DrillData, figures: Figures): readonly Check[] {
  const own = switches(data.scenario) ? switchChecks(data, figures) : replicationChecks(data, figures);
  const { lost, partial } = figures;
  return [
    ...own,
    {
      name: "every acknowledged item is readable after the recovery",
      passed: lost === 0,
      got: lost === undefined ? "not verified" : `${lost} lost of ${figures.writes.acknowledged}`,
    },
    {
      name: "every region has every acknowledged item after the recovery",
      passed: lost === 0 && partial === 0,
      got: partial === undefined ? "not verified" : `${partial} missing in a region`,
    },
  ];
}

function switchChecks(data: DrillData, figures: Figures): Check[] {
  const { detection, switch: switched, recovery, failed } = figures;
  const checks = [
    reached("the health checks notice the fault", detection, "healthy until the end of the fault"),
    reached("another region answers every request after the switch", switched, "no switch"),
    reached("the region answers again after the recovery", recovery, "no answer"),
  ];
  if (data.scenario === "evacuate") {
    const count = failed.untilSwitch + failed.afterSwitch + failed.afterRestore;
    checks.push({ name: "no request fails", passed: count === 0, got: `${count} failed` });
  }
  if (data.scenario === "writes") {
    const { reads, writes } = answersOfFailedRegion(data);
    checks.push(
      { name: "reads of the region go on while its writes fail", passed: reads > 0, got: `${reads} reads` },
      { name: "writes fail until the switch", passed: failed.untilSwitch > 0, got: `${failed.untilSwitch} failed` },
      { name: "no write of the region succeeds", passed: writes === 0, got: `${writes} writes` },
    );
  }
  return checks;
}

/**
 * Requests that the region has answered during the fault. Writes count from the first one that failed, because a denied permission
 * takes some seconds to apply everywhere.
 */
function answersOfFailedRegion({ region, records, marks }: DrillData) {
  const { faultAt = Number.POSITIVE_INFINITY, restoringAt = Number.POSITIVE_INFINITY } = marks;
  const found = records.filter(
    (it) =>
      it.via === SHARED &&
      it.sentAt >= faultAt &&
      it.endedAt < restoringAt &&
      it.outcome === "ok" &&
      it.region === region,
  );
  const failed = records.filter(
    ({ kind, outcome, sentAt }) => kind === "write" && outcome === "failed" && sentAt >= faultAt,
  );
  const firstFailed = Math.min(...failed.map(({ sentAt }) => sentAt));
  return {
    reads: found.filter(({ kind }) => kind === "read").length,
    writes: found.filter(({ kind, sentAt }) => kind === "write" && sentAt > firstFailed).length,
  };
}

function replicationChecks({ observations, marks }: DrillData, figures: Figures): Check[] {
  const { failingAt = Number.POSITIVE_INFINITY } = marks;
  const unhealthy = observations
    .filter(({ at }) => at >= failingAt)
    .flatMap(({ regions }) => regions.filter(({ routed, healthy }) => routed && !healthy).map(({ name }) => name));
  const { before = 0, highest = 0 } = figures.replicationAge;
  return [
    {
      name: "no region becomes unhealthy",
      passed: unhealthy.length === 0,
      got: [...new Set(unhealthy)].join(", ") || "none",
    },
    {
      name: "the age of the data grows",
      passed: highest > before,
      got: `${(before / 1_000).toFixed(1)} s before, ${(highest / 1_000).toFixed(1)} s at most`,
    },
    {
      name: "reads in other regions are stale meanwhile",
      passed: figures.reads.stale > 0,
      got: `${figures.reads.stale} stale`,
    },
    reached("the regions converge after the recovery", figures.recovery, "stale until the end"),
  ];
}

function reached(name: string, seconds: number | undefined, otherwise: string): Check {
  return { name, passed: seconds !== undefined, got: seconds === undefined ? otherwise : `${seconds.toFixed(1)} s` };
}
