import type { Fault } from "./scenario";

/** One region, as DNS and its health checks see it. */
export interface RegionStatus {
  readonly name: string;
  /** URL of the region's own name, without a path. */
  readonly url: string;
  /** False for a drained region, which the shared name never answers with. */
  readonly routed: boolean;
  /** Whether the region's records are healthy. */
  readonly healthy: boolean;
}

/** The state of the backend at one time. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** All deployed regions, in the order of the configuration. */
  readonly regions: readonly RegionStatus[];
  /** Alarms whose state is ALARM. */
  readonly alarms: readonly string[];
  /** Age of the oldest data of another region, in milliseconds. Undefined while nothing measures it. */
  readonly ageMs?: number;
}

/** A deployed backend in which a drill can cause a fault. */
export interface Target {
  readonly kind: "aws" | "local";
  /** URL of the name that all regions share, without a path. */
  readonly sharedUrl: string;
  /** Factor by which health checks and TTLs are faster than on AWS. 1 on AWS. */
  readonly speed: number;
  /** Milliseconds between two observations. */
  readonly pollMs: number;
  /** What the drill does and what it needs, one line each, for the operator. */
  describe(fault: Fault): readonly string[];
  /** @throws UsageError when the fault cannot be caused here, e.g. because a permission is missing */
  prepare(fault: Fault): Promise<void>;
  observe(): Promise<Observation>;
  /** Causes the fault. Ends when the backend has confirmed it. */
  fail(fault: Fault): Promise<void>;
  /** Ends the fault. Has no effect if it has ended, or if it never began. */
  restore(fault: Fault): Promise<void>;
  /** Sends the request of the fault, or of its end, again. Called every minute, because one request can be lost. */
  repeat(fault: Fault, failing: boolean): Promise<void>;
  /** Faults of drills that are in effect now, found without this machine's record. */
  faults(): Promise<readonly Fault[]>;
  /** How to remove the items of a drill, one line each. */
  removal(prefix: string, count: number): readonly string[];
}
