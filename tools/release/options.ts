import { type Environment, regionsByState } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface ReleaseOptions {
  readonly environment: Environment;
  /** The regions of the release, in this order. */
  readonly regions: readonly string[];
  /** Percentages of the calls that get the new version, in ascending order, without the last one of 100. */
  readonly steps: readonly number[];
  /** Minutes of each step. */
  readonly minutes: number;
  /** Whether to end an unfinished release with the old version. */
  readonly rollback: boolean;
}

const COMMAND = "npm run release --";

const OPTIONS = {
  environment: { value: "<name>", required: true },
  region: { value: "<region>" },
  steps: { value: "10,50" },
  minutes: { value: "5" },
  rollback: {},
} as const;

/** Alarms need up to five periods of a minute. A day is the longest time of a step. */
const MINUTES = { from: 1, to: 1440 };

/** @throws UsageError for an option that is missing, unknown or has a wrong value */
export function releaseOptions(args: readonly string[], environments: readonly Environment[]): ReleaseOptions {
  const values = readOptions(args, COMMAND, OPTIONS);
  const { region, steps = "10,50", minutes = "5", rollback } = values;
  const environment = environmentNamed(
    environments.filter(({ activeActive }) => activeActive),
    values.environment,
  );
  const regions = regionsByState(environment.activeActive?.regions ?? []).deployed.map(({ name }) => name);
  if (region !== undefined && !regions.includes(region)) {
    throw new UsageError(`--region must be one of ${regions.join(", ")}, got "${region}"`);
  }
  return {
    environment,
    regions: region === undefined ? regions : [region],
    steps: percentages(steps),
    minutes: wholeNumber("minutes", minutes, MINUTES),
    rollback,
  };
}

function percentages(text: string): number[] {
  const steps = text.split(",").map((part) => (/^[1-9]\d?$/.test(part) ? Number(part) : Number.NaN));
  if (steps.some((step, index) => Number.isNaN(step) || step <= (steps[index - 1] ?? 0))) {
    throw new UsageError(`--steps must be ascending percentages from 1 to 99, e.g. 10,50, got "${text}"`);
  }
  return steps;
}
