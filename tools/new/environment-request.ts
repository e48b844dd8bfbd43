import { UsageError } from "../shared/usage-error";

/** Architectures whose section the command can write. The section of `local-zone` needs the id of a Direct Connect connection. */
export const ARCHITECTURES = ["three-tier", "active-active", "aurora-api"] as const;

export type Architecture = (typeof ARCHITECTURES)[number];

/** Name, account, Region and architectures of the new environment. */
export interface EnvironmentRequest {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly architectures: readonly Architecture[];
}

/**
 * Checks what the user typed. The schema checks the same values again when the environment is loaded.
 *
 * @throws UsageError that names the value and the rule
 */
export function environmentRequest(
  name: string | undefined,
  answers: { readonly account: string; readonly region: string; readonly architectures: string },
): EnvironmentRequest {
  const { account, region, architectures } = answers;
  check(/^\d{12}$/, account, "--account must be an AWS account id of 12 digits");
  check(/^[a-z]{2}(-[a-z]+)+-\d$/, region, "--region must be an AWS region, e.g. eu-west-1");
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
 * @throws UsageError when it is missing, not in kebab case, or the name of an architecture, which `npm start -- <name>` selects
 */
export function environmentName(name = ""): string {
  check(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, name, "the environment's name must be in kebab case, e.g. staging");
  if (["state", "local-zone", ...ARCHITECTURES].includes(name)) {
    throw new UsageError(`the environment's name must not be the name of an architecture, got "${name}"`);
  }
  return name;
}

function architecture(text: string): Architecture {
  const found = ARCHITECTURES.find((known) => known === text);
  if (!found) {
    const advice = text === "local-zone" ? "; docs/local-zone.md describes the section localZone" : "";
    throw new UsageError(
      `--architectures must be one or more of ${ARCHITECTURES.join(", ")}, separated by commas, got "${text}"${advice}`,
    );
  }
  return found;
}

function check(pattern: RegExp, value: string, rule: string): void {
  if (!pattern.test(value)) {
    throw new UsageError(`${rule}, got ${value ? `"${value}"` : "nothing"}`);
  }
}
