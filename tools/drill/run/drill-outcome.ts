import type { DrillData } from "../analysis/drill-data";
import type { PhaseTime } from "../model/phase";

/** The record of a drill, complete or not. */
export interface DrillOutcome {
  readonly data: DrillData;
  readonly phases: readonly PhaseTime[];
  readonly events: readonly { readonly at: number; readonly text: string }[];
  /** Number of items that may exist. */
  readonly itemCount: number;
  /** Why the drill is not complete. */
  readonly failure?: unknown;
}
