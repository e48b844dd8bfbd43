/** @import { RegionState, RuntimeState } from "../runtime-state" */
import { duration, listed, percent, rate } from "./format.js";

/**
 * @typedef {"good" | "warn" | "bad" | "out"} Kind
 * @typedef {{ readonly kind: Kind, readonly label: string }} Status
 */

/**
 * What the page shows of a region: as seen by DNS first, then by the checkers and the faults that a check has not found yet.
 *
 * @param {RegionState} region
 * @returns {Status}
 */
export function statusOf(region) {
  if (region.evacuated) {
    return { kind: "out", label: "Evacuated" };
  }
  if (region.state === "drained") {
    return { kind: "out", label: "Drained" };
  }
  if (!region.recordHealthy) {
    return { kind: "bad", label: "Unhealthy" };
  }
  if (!region.endpointHealthy) {
    return { kind: "bad", label: "Endpoint unhealthy" };
  }
  if (faultsOf(region).length > 0) {
    return { kind: "warn", label: "Fault set" };
  }
  if (region.checkers.some(({ healthy }) => !healthy)) {
    return { kind: "warn", label: "Some checkers fail" };
  }
  return { kind: "good", label: "Healthy" };
}

/** The faults that an operator set, in words. @param {RegionState} region */
export function faultsOf({ faults: { down, writesFail, slowMs, healthStatus } }) {
  return [
    ...(down ? ["refuses connections"] : []),
    ...(writesFail ? ["writes fail"] : []),
    ...(slowMs > 0 ? [`slower by ${duration(slowMs)}`] : []),
    ...(healthStatus === 200 ? [] : [`health answers ${healthStatus}`]),
  ];
}

/**
 * The headline of the page.
 *
 * @param {RuntimeState} state
 * @returns {Status}
 */
export function overallStatus({ regions }) {
  const statuses = regions.map((region) => ({ name: region.name, ...statusOf(region) }));
  /** @param {Kind} kind */
  const named = (kind) => statuses.filter((status) => status.kind === kind).map(({ name }) => name);
  /** @param {readonly string[]} names */
  const be = (names) => `${listed(names)} ${names.length === 1 ? "is" : "are"}`;
  const [bad, out, warn] = [named("bad"), named("out"), named("warn")];
  if (bad.length + out.length === regions.length && bad.length > 0) {
    return { kind: "bad", label: "No region is healthy" };
  }
  if (bad.length > 0) {
    return { kind: "bad", label: `${be(bad)} unhealthy` };
  }
  if (out.length > 0) {
    return { kind: "out", label: `${be(out)} out of DNS` };
  }
  if (warn.length > 0) {
    return {
      kind: "warn",
      label: `${listed(warn)} ${warn.length === 1 ? "has" : "have"} a fault that no check has found`,
    };
  }
  return { kind: "good", label: "All regions are healthy" };
}

/** One sentence about the traffic. @param {RuntimeState} state */
export function trafficSummary({ sharedName, regions }) {
  const shares = regions
    .filter(({ trafficShare }) => trafficShare > 0)
    .map(({ name, trafficShare }) => `${name} ${percent(trafficShare)}`);
  const failed = sharedName.failedShare > 0 ? `${percent(sharedName.failedShare)} failed` : "none failed";
  return shares.length === 0
    ? "No request to the shared name in the last 10 seconds."
    : `${rate(sharedName.requestsPerSecond)} requests per second, ${failed}. Answered by ${listed(shares)}.`;
}
