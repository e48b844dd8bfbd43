import { REGIONS } from "../../config/schema/fields/regions";
import { UsageError } from "../shared/usage-error";
import { isReservedWord, reservedFileName } from "./reserved-names";

/** Architectures whose section can be computed. The section of the Local Zone requires a Direct Connect connection. */
export const ARCHITECTURES = ["three-tier", "active-active", "aurora-api"] as const;

const ALL_ARCHITECTURES: readonly string[] = ["state", "local-zone", ...ARCHITECTURES];

export type Architecture = (typeof ARCHITECTURES)[number];

/** Name, account, region and architectures of the new environment. */
export interface EnvironmentRequest {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly architectures: readonly Architecture[];
}

/**
 * Checks the user's input. The schema checks the same values again when the environment is loaded.
 *
 * @throws UsageError with the value and the rule
 */
export function environmentRequest(
  name: string | undefined,
  answers: { readonly account: string; readonly region: string; readonly architectures: string },
): EnvironmentRequest {
  const { account, region, architectures } = answers;
  check(/^\d{12}$/, account, "--account must be an AWS account id of 12 digits");
  check(new RegExp(`^(${REGIONS.join("|")})$`), region, "--region must be an AWS region, e.g. eu-west-1");
  return {
    name: environmentName(name),
    accountId: account,
    region,
    architectures: [...new Set(architectures.split(",").map((text) => architecture(text.trim())))],
  };
}

/**
 * The name of a new environment.
 *
 * @throws UsageError when it is missing, not in kebab case, a reserved word, or the name of an architecture, which
 *   `npm run stacks -- <name>` selects
 */
export function environmentName(name = ""): string {
  check(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, name, "the environment's name must be in kebab case, e.g. staging");
  // The file exports a constant of this name. A file named schema would hide the folder.
  if (name === "schema" || (!name.includes("-") && isReservedWord(name))) {
    throw new UsageError(`the environment's name must not be schema or a word of JavaScript, got "${name}"`);
  }
  const reserved = reservedFileName(name);
  if (reserved) {
    throw new UsageError(`the environment's name must not be ${reserved}, got "${name}"`);
  }
  if (ALL_ARCHITECTURES.includes(name)) {
    throw new UsageError(`the environment's name must not be the name of an architecture, got "${name}"`);
  }
  return name;
}

/**
 * Checks that no stack of the new environment has the ID of another one, and that `dev-three-tier-*` selects the stacks of one
 * environment only.
 *
 * @param existing names of the other environments
 * @throws UsageError
 */
export function checkDistinct(name: string, existing: readonly string[]): void {
  for (const other of existing) {
    for (const [longer, shorter] of [
      [name, other],
      [other, name],
    ] as const) {
      const architecture = ALL_ARCHITECTURES.find((part) => `${longer}-`.startsWith(`${shorter}-${part}-`));
      if (architecture) {
        throw new UsageError(
          `the environment's name must not be confused with ${shorter}-${architecture}, the ${architecture} of ${shorter}, ` +
            `got "${name}" with the environment ${other}; choose another name`,
        );
      }
    }
  }
}

function architecture(text: string): Architecture {
  const found = ARCHITECTURES.find((known) => known === text);
  if (!found) {
    const advice = text === "local-zone" ? "; docs/local-zone.md describes the section localZone" : "";
    throw new UsageError(
      `--architectures must contain only ${ARCHITECTURES.join(", ")}, got ${JSON.stringify(text)}${advice}`,
    );
  }
  return found;
}

function check(pattern: RegExp, value: string, rule: string): void {
  if (!pattern.test(value)) {
    throw new UsageError(`${rule}, got ${value ? JSON.stringify(value) : "nothing"}`);
  }
}
