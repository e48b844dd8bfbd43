import type { Fault } from "./scenario";

/** What a drill notes on this machine before it causes a fault, so that a later one can end the fault. */
export interface DrillRecord extends Fault {
  readonly target: "aws" | "local";
  readonly environment: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Where drills keep their record. */
export interface RecordStore {
  /** Undefined without a drill that has not ended its fault. */
  read(): DrillRecord | undefined;
  write(record: DrillRecord): void;
  remove(): void;
}
