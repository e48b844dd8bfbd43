import type { Environment } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { UsageError } from "../shared/usage-error";

/** An environment, and the folder of its migrations relative to the repository. */
export interface MigratedEnvironment extends Pick<Environment, "name" | "project" | "accountId" | "region"> {
  readonly migrations: string;
}

/**
 * The environment whose Aurora cluster has migrations.
 *
 * @throws UsageError when no environment has them, or when the environment `name` has none
 */
export function environmentWithMigrations(environments: readonly Environment[], name: string): MigratedEnvironment {
  const candidates = environments.filter(({ auroraApi }) => auroraApi && auroraApi.data.migrations !== false);
  if (candidates.length === 0) {
    throw new UsageError(
      "auroraApi with data.migrations must be configured in at least 1 environment, got none; see docs/aurora-api-schema.md",
    );
  }
  const { project, accountId, region, auroraApi } = environmentNamed(candidates, name);
  return { name, project, accountId, region, migrations: auroraApi?.data.migrations || "" };
}
