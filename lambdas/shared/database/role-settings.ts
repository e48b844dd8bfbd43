import { LoggableError } from "../loggable-error";
import type { DatabaseRole } from "./role-rights";
import { isRole, ROLES } from "./role-rights";

/** Which user has which role, and on which databases. It contains names only. */
export interface RoleSettings {
  /** Databases on which every user of `users` has its role. */
  readonly databases: readonly string[];
  /** Role of each user, by the user's name. */
  readonly users: ReadonlyMap<string, DatabaseRole>;
}

/** Environment variable of the functions that create users and grants. */
const VARIABLE = "DATABASE_ROLES";

/** Database names that need no escaping. */
const DATABASE = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

/** MySQL accepts up to 32 characters (reference manual, "Identifier Length Limits"). */
const USER = /^[a-zA-Z][a-zA-Z0-9_]{0,31}$/;

/** Databases of MySQL and of RDS. A privilege on `mysql` could be used to obtain every other privilege. */
const SYSTEM = ["mysql", "information_schema", "performance_schema", "sys", "innodb", "tmp"];

/**
 * Reads DATABASE_ROLES, e.g. `{"databases":["app"],"users":{"api":"api","reader":"reader"}}`.
 *
 * @returns undefined when the variable is not set
 * @throws LoggableError
 */
export function roleSettings(environment: NodeJS.ProcessEnv = process.env): RoleSettings | undefined {
  const text = environment[VARIABLE];
  if (text === undefined) {
    return undefined;
  }
  const value = parse(text);
  if (!isObject(value) || Object.keys(value).sort().join() !== "databases,users") {
    throw new LoggableError(`${VARIABLE} must be a JSON object with databases and users, got ${text}`);
  }
  return { databases: databasesIn(value.databases), users: usersIn(value.users) };
}

/**
 * @param field names the list in the error
 * @throws LoggableError when a name is not one of an application's database, or the list is empty
 */
export function checkDatabases(names: unknown, field: string): readonly string[] {
  if (
    !Array.isArray(names) ||
    names.length === 0 ||
    names.some((name) => typeof name !== "string" || !DATABASE.test(name))
  ) {
    throw new LoggableError(
      `${field} must be names of 1 to 64 letters, digits or underscores, got ${JSON.stringify(names)}`,
    );
  }
  if (names.some(isSystemDatabase)) {
    throw new LoggableError(`${field} must not contain a database of MySQL itself, got ${JSON.stringify(names)}`);
  }
  return names;
}

export function isSystemDatabase(name: string): boolean {
  return SYSTEM.includes(name.toLowerCase());
}

function databasesIn(value: unknown): readonly string[] {
  const names = checkDatabases(value, `databases of ${VARIABLE}`);
  if (new Set(names).size < names.length) {
    throw new LoggableError(`databases of ${VARIABLE} must be unique, got ${JSON.stringify(names)}`);
  }
  return names;
}

function usersIn(value: unknown): ReadonlyMap<string, DatabaseRole> {
  const entries = isObject(value) ? Object.entries(value) : [];
  const users = new Map<string, DatabaseRole>();
  for (const [username, role] of entries) {
    if (!USER.test(username) || !isRole(role)) {
      break;
    }
    users.set(username, role);
  }
  if (users.size === 0 || users.size < entries.length) {
    throw new LoggableError(
      `users of ${VARIABLE} must give each user, of 1 to 32 letters, digits or underscores, one of the roles` +
        ` ${ROLES.join(", ")}, got ${JSON.stringify(value)}`,
    );
  }
  return users;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
