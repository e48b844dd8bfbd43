import type { RequestRecord } from "../model/request";
import type { Scenario } from "../model/scenario";
import type { Observation } from "../model/target";

/** The times at which a drill did something, in milliseconds since 1970. Undefined for steps that it did not reach. */
export interface Marks {
  /** The load starts. */
  readonly startedAt: number;
  /** The drill sends the request that causes the fault. */
  readonly failingAt?: number;
  /** The backend has confirmed the fault. */
  readonly faultAt?: number;
  /** The drill sends the request that ends the fault. */
  readonly restoringAt?: number;
  /** The backend has confirmed the end of the fault. */
  readonly restoredAt?: number;
  /** The load has ended. */
  readonly endedAt: number;
}

/** The result of reading all acknowledged items in all regions, after the fault has ended. */
export interface Verification {
  /** Acknowledged items that were read. */
  readonly items: number;
  /** IDs of items that no region has. */
  readonly lost: readonly string[];
  /** IDs of items that some regions have and others do not. */
  readonly partial: readonly string[];
}

/** What a drill has recorded. */
export interface DrillData {
  readonly region: string;
  readonly scenario: Scenario;
  readonly marks: Marks;
  readonly records: readonly RequestRecord[];
  readonly observations: readonly Observation[];
  readonly notSent: number;
  /** Undefined if the drill ended before. */
  readonly verification?: Verification;
}
