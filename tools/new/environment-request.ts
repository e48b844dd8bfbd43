import { Script } from "node:vm";
import { REGIONS } from "../../config/schema/fields/regions";
import { UsageError } from "../shared/usage-error";

/** Architectures whose section can be computed. The section of the Local Zone requires a Direct Connect connection. */
export const ARCHITECTURES = ["three-tier", "active-active", "aurora-api"] as const;

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
 *   `npm start -- <name>` selects
 */
export function environmentName(name = ""): string {
  check(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, name, "the environment's name must be in kebab case, e.g. staging");
  if (name === "schema" || isReserved(name)) {
    throw new UsageError(`the environment's name must not be schema or a word of JavaScript, got "${name}"`);
  }
  if (["state", "local-zone", ...ARCHITECTURES].includes(name)) {
    throw new UsageError(`the environment's name must not be the name of an architecture, got "${name}"`);
  }
  return name;
}

function architecture(text: string): Architecture {
  const found = ARCHITECTURES.find((known) => known === text);
  if (!found) {
    const advice = text === "local-zone" ? "; docs/local-zone.md describes the section localZone" : "";
    throw new UsageError(`--architectures must contain only ${ARCHITECTURES.join(", ")}, got "${text}"${advice}`);
  }
  return found;
}

/** The file exports a constant of this name. A file named schema would hide the folder. */
function isReserved(name: string): boolean {
  if (name.includes("-")) {
    return false;
  }
  try {
    new Script(`(async () => { "use strict"; const ${name} = 0; })`);
    return false;
  } catch {
    return true;
  }
}

function check(pattern: RegExp, value: string, rule: string): void {
  if (!pattern.test(value)) {
    throw new UsageError(`${rule}, got ${value ? `"${value}"` : "nothing"}`);
  }
}
