/** The steps of a drill, in their order. */
export type Phase = "baseline" | "fault" | "detection" | "switch" | "hold" | "restore" | "recovery" | "verify";

/** A phase and when it began and ended, in milliseconds since 1970. */
export interface PhaseTime {
  readonly name: Phase;
  readonly from: number;
  readonly to: number;
}
