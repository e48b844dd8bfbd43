/**
 * States of a region. `active`: the shared name answers with it. `drained`: deployed, replicated and checked, but not in the answers
 * of the shared name. `removed`: only the provider remains, with which Terraform destroys what the region had.
 */
export const REGION_STATES = ["active", "drained", "removed"] as const;

export type RegionState = (typeof REGION_STATES)[number];

/** Regions in the order of the configuration. */
interface RegionsByState<Region> {
  /** Every region. Each has a provider in the table stack and in the routing stack. */
  readonly all: readonly Region[];
  /** Regions with resources: active and drained. */
  readonly deployed: readonly Region[];
  /** Regions that the shared name answers with: active. */
  readonly answering: readonly Region[];
  /** Regions without resources. */
  readonly removed: readonly Region[];
}

/** Sorts regions by their state. Every part that treats the states differently uses these lists. */
export function regionsByState<Region extends { readonly state: RegionState }>(
  all: readonly Region[],
): RegionsByState<Region> {
  return {
    all,
    deployed: all.filter(({ state }) => state !== "removed"),
    answering: all.filter(({ state }) => state === "active"),
    removed: all.filter(({ state }) => state === "removed"),
  };
}
