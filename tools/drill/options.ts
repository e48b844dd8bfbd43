import type { Environment } from "../../config/schema";
import { regionsByState } from "../../config/schema/index";
import { environmentNamed } from "../shared/environment";
import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";
import { SCENARIOS, type Scenario } from "./model/scenario";

export interface DrillOptions {
  readonly environment: Environment;
  /** Undefined only with `restoreOnly`. */
  readonly region: string | undefined;
  readonly scenario: Scenario;
  /** Whether the backend is that of the local runtime. */
  readonly local: boolean;
  /** Requests per second. */
  readonly rate: number;
  /** Seconds between the switch and the end of the fault, at the speed of AWS. */
  readonly holdSeconds: number;
  /** Folder of the report. @default a new folder in .build/drill */
  readonly report: string | undefined;
  readonly tokenFile: string | undefined;
  readonly fisRoleArn: string | undefined;
  /** Whether questions are answered with yes. */
  readonly yes: boolean;
  /** Whether the command only ends faults of earlier drills. */
  readonly restoreOnly: boolean;
}

const COMMAND = "npm run drill --";

const OPTIONS = {
  environment: { value: "<name>", required: true },
  region: { value: "<region>" },
  scenario: { value: "region" },
  local: {},
  rate: { value: "10" },
  hold: { value: "30" },
  report: { value: "<folder>" },
  "token-file": { value: "<file>" },
  "fis-role": { value: "<arn>" },
  yes: {},
  restore: {},
} as const;

/** The web ACL serves an address 150 requests per second by default. The verification needs some of them. */
const RATE = { from: 1, to: 50 };
/** Faults on AWS end by themselves after 30 minutes. */
const HOLD = { from: 1, to: 300 };

/** @throws UsageError for an option that is missing, unknown or has a wrong value, and for a region without requests */
export function drillOptions(args: readonly string[], environments: readonly Environment[]): DrillOptions {
  const values = readOptions(args, COMMAND, OPTIONS);
  const { region, scenario = "region", rate = "10", hold = "30", local, restore, yes } = values;
  const environment = environmentNamed(
    environments.filter(({ activeActive }) => activeActive),
    values.environment,
  );
  if (!environment.activeActive?.domain) {
    throw new UsageError(`--environment must name a backend with a domain, got "${environment.name}" without one`);
  }
  if (!restore) {
    checkRegion(environment, region);
  }
  if (!SCENARIOS.some((known) => known === scenario)) {
    throw new UsageError(`--scenario must be one of ${SCENARIOS.join(", ")}, got ${JSON.stringify(scenario)}`);
  }
  const role = values["fis-role"];
  if (role !== undefined && !/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(role)) {
    throw new UsageError(`--fis-role must be the ARN of a role, got ${JSON.stringify(role)}`);
  }
  if (role !== undefined && local) {
    throw new UsageError("--fis-role must not be given with --local, got both; the local runtime needs no role");
  }
  return {
    environment,
    region,
    scenario: scenario as Scenario,
    local,
    rate: wholeNumber("rate", rate, RATE),
    holdSeconds: wholeNumber("hold", hold, HOLD),
    report: values.report,
    tokenFile: values["token-file"],
    fisRoleArn: role,
    yes,
    restoreOnly: restore,
  };
}

function checkRegion({ name, activeActive }: Environment, region: string | undefined): void {
  const { answering, all } = regionsByState(activeActive?.regions ?? []);
  const names = answering.map((one) => one.name);
  if (region === undefined) {
    throw new UsageError("--region must be given, got nothing; add the region that fails, or --restore");
  }
  if (names.length < 2) {
    throw new UsageError(
      `--environment must have two active regions, got "${name}" with ${names.join(", ")}; activate another region first`,
    );
  }
  if (!names.includes(region)) {
    const state = all.find((one) => one.name === region)?.state;
    const why = state === undefined ? "" : `, which is ${state}`;
    throw new UsageError(`--region must be one of ${names.join(", ")}, got ${JSON.stringify(region)}${why}`);
  }
}
