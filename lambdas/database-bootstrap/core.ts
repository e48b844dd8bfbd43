import { mysqlGrantor } from "../shared/database/mysql-grantor";
import { checkDatabases, type RoleSettings } from "../shared/database/role-settings";
import { type Query, versionOf } from "../shared/database/server";
import { lockUser, unlockUser } from "../shared/database/user-lock";
import { LoggableError } from "../shared/loggable-error";
import { type GrantedUsers, grantRoles } from "./grant-roles";

/** Names of the databases and of the users by what happened to them. */
export interface Outcome {
  readonly created: readonly string[];
  readonly existed: readonly string[];
  /** Missing without roles. */
  readonly users?: GrantedUsers;
}

/** What must exist. */
export interface Wanted {
  readonly databases: readonly string[];
  readonly roles?: RoleSettings | undefined;
}

/**
 * Checks the names before anything is connected or changed.
 *
 * @param master name of the master user
 * @throws LoggableError
 */
export function checkWanted({ databases, roles }: Wanted, master: string): void {
  checkDatabases(databases, "databases");
  const absent = roles?.databases.filter((name) => !databases.includes(name)) ?? [];
  if (absent.length > 0) {
    throw new LoggableError(
      `databases must contain those of DATABASE_ROLES, got ${JSON.stringify(databases)}; add ${absent.join(", ")}`,
    );
  }
  if (roles?.users.has(master)) {
    throw new LoggableError(`users of DATABASE_ROLES must not contain the master user, got ${master}`);
  }
}

/**
 * Creates the databases that are missing, and brings the grants of existing users to those of their roles. An existing
 * database is not changed, whatever its character set. Repeating it after a failure completes the work.
 */
export async function bootstrap(query: Query, { databases, roles }: Wanted): Promise<Outcome> {
  const before = await existing(query);
  for (const name of databases) {
    // IF NOT EXISTS, because another invocation may run at the same time.
    await query("create a database", `CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4`);
  }
  const created = databases.filter((name) => !before.has(name));
  const existed = databases.filter((name) => before.has(name));
  if (!roles) {
    return { created, existed };
  }
  const session = {
    ...mysqlGrantor(query, await versionOf(query)),
    lock: (username: string) => lockUser(query, username),
    unlock: (username: string) => unlockUser(query, username),
  };
  return { created, existed, users: await grantRoles(session, roles) };
}

async function existing(query: Query): Promise<Set<unknown>> {
  const rows = await query("list the databases", "SELECT schema_name AS name FROM information_schema.schemata");
  return new Set(rows.map(({ name }) => name));
}
