import type { z } from "zod";
import { type RegionState, regionsByState } from "../../../modules/shared/region-states";

/** The fields of the section that the states of the regions depend on. */
interface Section {
  readonly regions: readonly {
    readonly state: RegionState;
    readonly deletionProtection?: boolean | undefined;
    readonly weight?: number | undefined;
  }[];
  readonly deletionProtection?: boolean | undefined;
  readonly domain?: unknown;
  readonly routing: { readonly policy?: string | undefined };
}

/** Rules of the regions' states. */
export function checkLifecycle(section: Section, context: z.RefinementCtx): void {
  const { regions, routing } = section;
  const { deployed, answering } = regionsByState(regions);
  const fail = (message: string, got?: unknown) =>
    context.addIssue({ code: "custom", path: ["regions"], message, ...(got ? { params: { got } } : {}) });
  const states = regions.map(({ state }) => state);
  if (deployed.length < Math.min(2, regions.length)) {
    fail("must hold at least 2 regions that are not removed; add a region first", states);
  } else if (answering.length === 0) {
    fail("must hold an active region; the shared name needs one", states);
  } else if (routing.policy === "weighted" && answering.every(({ weight }) => weight === 0)) {
    fail("must hold an active region with a weight above 0; Route 53 would answer with all of them");
  }
  for (const index of regions.keys()) {
    checkState(section, index, context);
  }
}

function checkState(section: Section, index: number, context: z.RefinementCtx): void {
  const { state, deletionProtection = section.deletionProtection ?? true } = section.regions[index] ?? {};
  const fail = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: ["regions", index, field], message });
  if (state === "removed" && index === 0) {
    fail(
      "state",
      'must be "active" or "drained" for the first region; see docs/active-active-regions.md to replace it',
    );
  }
  if (state === "removed" && deletionProtection) {
    fail(
      "deletionProtection",
      "must be false for a removed region; deploy its stack and the table stack with it before you remove it",
    );
  }
  if (state === "drained" && !section.domain) {
    fail("state", 'must be "active" or "removed" without a domain; requests reach the region by its own URL only');
  }
}
