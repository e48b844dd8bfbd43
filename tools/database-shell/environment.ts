import type { Environment } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { UsageError } from "../shared/usage-error";

/**
 * The environment whose Aurora cluster the shell is for.
 *
 * @throws UsageError when no environment has one, or when the environment `name` has none
 */
export function environmentWithDatabase(environments: readonly Environment[], name: string): Environment {
  const candidates = environments.filter(({ auroraApi }) => auroraApi);
  if (candidates.length === 0) {
    throw new UsageError("auroraApi must be configured in at least 1 environment, got none; see docs/aurora-api.md");
  }
  return environmentNamed(candidates, name);
}
