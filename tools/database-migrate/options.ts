import type { MigrationEvent } from "../../lambdas/database-migrations/event";
import type { DatabaseMigrations } from "../../lambdas/shared/migrations/check-migrations";
import { readOptions } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface MigrateOptions {
  /** Name of the environment. */
  readonly environment: string;
  /** What the function does. At most one field is set. */
  readonly event: MigrationEvent;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  plan: {},
  repeat: { value: "<database>/<file>" },
  "continue-after": { value: "<database>/<file>" },
} as const;

/** @throws UsageError for an option that is missing, unknown or wrong */
export function migrateOptions(args: readonly string[]): MigrateOptions {
  const options = readOptions(args, "npm run database:migrate --", OPTIONS);
  const { environment, plan, repeat, "continue-after": continueAfter } = options;
  const given = Object.entries({ plan: plan || undefined, repeat, "continue-after": continueAfter })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (given.length > 1) {
    throw new UsageError(
      `at most one of --plan, --repeat, --continue-after must be given, got ${given.join(" and ")}; give one`,
    );
  }
  return {
    environment,
    event: {
      ...(plan ? { plan } : {}),
      ...(repeat === undefined ? {} : { repeat }),
      ...(continueAfter === undefined ? {} : { continueAfter }),
    },
  };
}

/** @throws UsageError when an option names a file that does not exist */
export function requireFile({ repeat, continueAfter }: MigrationEvent, local: readonly DatabaseMigrations[]): void {
  const name = repeat ?? continueAfter;
  const names = local.flatMap(({ files }) => files.map((file) => file.name));
  if (name !== undefined && !names.includes(name)) {
    const option = repeat === undefined ? "--continue-after" : "--repeat";
    throw new UsageError(
      `${option} must name a migration of this checkout, e.g. ${names.at(-1) ?? "app/0001-create-notes.sql"}, got ${JSON.stringify(name)}`,
    );
  }
}
