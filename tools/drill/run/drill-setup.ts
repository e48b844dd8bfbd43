import type { Send } from "../load/load";
import type { DrillRecord, RecordStore } from "../model/record";
import type { Fault } from "../model/scenario";
import type { RegionStatus, Target } from "../model/target";
import type { Clock } from "./clock";
import type { Limits } from "./limits";
import type { Listener } from "./listener";

/** Everything that a drill needs. */
export interface DrillSetup {
  readonly fault: Fault;
  readonly record: DrillRecord;
  readonly regions: readonly RegionStatus[];
  readonly target: Target;
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly send: Send;
  readonly limits: Limits;
  /** Requests per second. */
  readonly rate: number;
  readonly maxOutstanding: number;
  readonly listener: Listener;
  /** The command that ends the fault, for an error. */
  readonly again: string;
}
