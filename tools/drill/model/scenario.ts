/** What a drill does to a region. */
export const SCENARIOS = ["region", "writes", "replication", "evacuate"] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** A fault that a drill causes, with what is needed to end it. */
export interface Fault {
  /** ID of the drill, 8 lower-case letters and digits. */
  readonly id: string;
  readonly scenario: Scenario;
  /** Region that fails. */
  readonly region: string;
}

/** A new ID of a drill: the time in base 36. Two drills of one environment never start in the same millisecond. */
export function drillId(now: number): string {
  return Math.floor(now).toString(36).slice(-8).padStart(8, "0");
}

/** The fault in words, e.g. `region drill k3v9x2ab in eu-west-1`. */
export function faultName({ id, scenario, region }: Fault): string {
  return `${scenario} drill ${id} in ${region}`;
}

/** Whether a scenario takes the region out of DNS, so that other regions answer. */
export function switches(scenario: Scenario): boolean {
  return scenario !== "replication";
}
