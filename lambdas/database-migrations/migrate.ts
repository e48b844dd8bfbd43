import { escapeId } from "mysql2/promise";
import { MigrationError, Umzug } from "umzug";
import { LoggableError } from "../shared/loggable-error";
import type { DatabaseMigrations, MigrationFile } from "../shared/migrations/check-migrations";
import { applyFile, type Run } from "./apply-file";
import type { DatabaseResult, MigrationEvent, MigrationResult } from "./event";
import { History } from "./history";
import { type PendingFile, pendingFiles } from "./pending-files";
import { checkUnlocked, takeLock } from "./run-lock";

/** A database whose files and history agree. */
interface CheckedDatabase {
  readonly migrations: DatabaseMigrations;
  readonly history: History;
  readonly pending: readonly PendingFile[];
}

/**
 * Applies the missing files of every database, or lists them. Every database is checked before the first statement runs.
 *
 * @throws LoggableError
 */
export async function migrate(
  run: Run,
  all: readonly DatabaseMigrations[],
  request: MigrationEvent,
): Promise<MigrationResult> {
  const { plan = false } = request;
  const { query } = run.session;
  await (plan ? checkUnlocked(query) : takeLock(query, run.timeLeft() / 1000));
  const checked: CheckedDatabase[] = [];
  for (const migrations of all) {
    const history = new History(query, migrations.database);
    checked.push({ migrations, history, pending: pendingFiles(migrations, await history.read(), request) });
  }
  const databases: DatabaseResult[] = [];
  for (const database of checked) {
    databases.push(await migrateDatabase(run, database, plan));
  }
  return { plan, databases };
}

async function migrateDatabase(run: Run, database: CheckedDatabase, plan: boolean): Promise<DatabaseResult> {
  const umzug = umzugOf(run, database);
  if (plan) {
    return resultOf(database, await umzug.pending(), "planned");
  }
  const name = database.migrations.database;
  await run.session.query(`use ${name}`, `USE ${escapeId(name)}`);
  await database.history.create();
  try {
    return resultOf(database, await umzug.up(), "applied");
  } catch (error) {
    // umzug's own message repeats the cause's.
    throw error instanceof MigrationError && error.cause instanceof Error ? error.cause : error;
  }
}

/** umzug runs what its storage does not know as executed, one after the other, and stops at the first failure. */
function umzugOf(run: Run, { migrations, history, pending }: CheckedDatabase): Umzug {
  const missing = new Map(pending.map((part) => [part.file.file, part]));
  const find = (name: string): PendingFile => {
    const part = missing.get(name);
    if (!part) {
      throw new LoggableError(`${migrations.database}/${name} is applied and must not run again`);
    }
    return part;
  };
  return new Umzug({
    migrations: migrations.files.map(({ file }) => ({
      name: file,
      up: async () => await applyFile(run, history, find(file)),
    })),
    storage: {
      executed: async () => migrations.files.map(({ file }) => file).filter((file) => !missing.has(file)),
      logMigration: async ({ name }) => await history.finish(find(name).file),
      unlogMigration: async ({ name }) => {
        throw new LoggableError(`${migrations.database}/${name} cannot be undone; write a new file`);
      },
    },
    logger: undefined,
  });
}

function resultOf(
  { migrations: { database, files }, pending }: CheckedDatabase,
  concerned: readonly { readonly name: string }[],
  state: "planned" | "applied",
): DatabaseResult {
  const names = new Set(concerned.map(({ name }) => name));
  const from = new Map(pending.map((part) => [part.file.file, part.from]));
  return {
    database,
    files: files.map((file) => ({
      file: file.file,
      statements: file.statements.length,
      ...(names.has(file.file) ? { state, ...startOf(file, from.get(file.file) ?? 1) } : { state: "unchanged" }),
    })),
  };
}

function startOf({ statements }: MigrationFile, from: number) {
  return { from, kinds: statements.slice(from - 1).map(({ kind }) => kind) };
}
