import { readOptions, wholeNumber } from "../shared/options";

export interface EvacuateOptions {
  /** Name of the environment. */
  readonly environment: string;
  /** Region to evacuate or to return. */
  readonly region: string;
  /** Whether the region returns. */
  readonly undo: boolean;
  /** Whether the command works without the state of the health checks. */
  readonly unchecked: boolean;
  /** Longest time until Route 53 confirms, in seconds. */
  readonly waitSeconds: number;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  region: { value: "<region>", required: true },
  undo: {},
  unchecked: {},
  wait: { value: "300" },
} as const;

/** Route 53 usually follows a metric within two minutes. */
const WAIT = { from: 0, to: 3_600 };

/** @throws UsageError for an option that is missing, unknown or has a wrong value */
export function evacuateOptions(args: readonly string[]): EvacuateOptions {
  const { wait = "300", ...values } = readOptions(args, "npm run evacuate --", OPTIONS);
  return { ...values, waitSeconds: wholeNumber("wait", wait, WAIT) };
}
