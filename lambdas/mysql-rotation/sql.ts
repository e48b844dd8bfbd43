import { escapeId, escape as escapeText } from "mysql2/promise";

/**
 * What the application does with its own database, its tables included. By name and not ALL: that differs between servers,
 * and whoever grants it must have all of it.
 */
const PRIVILEGES = [
  ...["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES"],
  ...["CREATE TEMPORARY TABLES", "LOCK TABLES", "CREATE VIEW", "SHOW VIEW", "TRIGGER", "EVENT"],
  ...["CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"],
];

/** Backslashes escape, and double quotes are texts, whatever the server's default. */
export const SESSION_MODE = "SET SESSION sql_mode = 'STRICT_ALL_TABLES'";

export function createUserStatement(username: string, password: string): string {
  return `CREATE USER IF NOT EXISTS ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
}

export function setPasswordStatement(username: string, password: string, keepCurrent: boolean): string {
  const change = `ALTER USER ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
  return keepCurrent ? `${change} RETAIN CURRENT PASSWORD` : change;
}

/**
 * @param wildcards whether `_` and `%` in a database's name stand for others in a grant; with MySQL's `partial_revokes`
 *   they do not, and then a backslash is one (reference manual, GRANT)
 */
export function grantStatement(username: string, databaseName: string, wildcards: boolean): string {
  const name = wildcards ? databaseName.replace(/[\\_%]/g, "\\$&") : databaseName;
  return `GRANT ${PRIVILEGES.join(", ")} ON ${escapeId(name, true)}.* TO ${account(username)}`;
}

/** `ALTER USER ... RETAIN CURRENT PASSWORD` came with MySQL 8.0.14 (release notes). */
export function keepsTwoPasswords(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[^0-9]+/).map(Number);
  const isRecent = major > 8 || (major === 8 && (minor > 0 || patch >= 14));
  return isRecent && !/mariadb/i.test(version);
}

function account(username: string): string {
  return `${escapeText(username)}@'%'`;
}
