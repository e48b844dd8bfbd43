import type { Environment } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { UsageError } from "../shared/usage-error";
import type { ShellArchitecture } from "./options";

/** Section of the configuration, and page of the documentation. */
const SECTIONS = {
  "aurora-api": { section: "auroraApi", page: "docs/aurora-api.md" },
  "three-tier": { section: "threeTier", page: "docs/three-tier.md" },
} as const;

/**
 * The environment whose database the shell is for.
 *
 * @throws UsageError when no environment has the architecture, or when the environment `name` does not have it
 */
export function environmentWithDatabase(
  environments: readonly Environment[],
  name: string,
  architecture: ShellArchitecture,
): Environment {
  const { section, page } = SECTIONS[architecture];
  const candidates = environments.filter((environment) => environment[section]);
  if (candidates.length === 0) {
    throw new UsageError(`${section} must be configured in at least 1 environment, got none; see ${page}`);
  }
  return environmentNamed(candidates, name);
}
