import { readOptions } from "../shared/options";
import { UsageError } from "../shared/usage-error";

/** Roles of database users that people may connect as. */
const ROLES = ["reader", "migrator"] as const;
export type ShellRole = (typeof ROLES)[number];

export interface ShellOptions {
  /** Name of the environment. */
  readonly environment: string;
  readonly role: ShellRole;
  /** Prints the command instead of running it. */
  readonly print: boolean;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  role: { value: "reader", required: true },
  print: {},
} as const;

/** @throws UsageError for an option that is missing, unknown or wrong */
export function shellOptions(args: readonly string[]): ShellOptions {
  const { role, ...rest } = readOptions(args, "npm run database:shell --", OPTIONS);
  const known = ROLES.find((candidate) => candidate === role);
  if (known === undefined) {
    throw new UsageError(`--role must be one of ${ROLES.join(", ")}, got ${JSON.stringify(role)}`);
  }
  return { ...rest, role: known };
}
