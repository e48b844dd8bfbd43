import { type Environment, regionsByState } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface HealthDrillOptions {
  readonly environment: Environment;
  readonly region: string;
  /** Status of the health check during the drill. Undefined ends the drill. */
  readonly status: number | undefined;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  region: { value: "<region>", required: true },
  status: { value: "503" },
  restore: {},
} as const;

/** @throws UsageError for an option that is missing, unknown or has a wrong value */
export function healthDrillOptions(args: readonly string[], environments: readonly Environment[]): HealthDrillOptions {
  const values = readOptions(args, "npm run drill:health --", OPTIONS);
  const environment = environmentNamed(
    environments.filter(({ activeActive }) => activeActive),
    values.environment,
  );
  const regions = regionsByState(environment.activeActive?.regions ?? []).deployed.map(({ name }) => name);
  if (!regions.includes(values.region)) {
    throw new UsageError(`--region must be one of ${regions.join(", ")}, got "${values.region}"`);
  }
  if (values.restore && values.status !== undefined) {
    throw new UsageError(`--status must not be given with --restore, got "${values.status}"`);
  }
  const status = wholeNumber("status", values.status ?? "503", { from: 400, to: 599 });
  return { environment, region: values.region, status: values.restore ? undefined : status };
}
