import { escapeId, escape as escapeText } from "mysql2/promise";

/**
 * Privileges of an application on its own database. Not ALL, because its meaning differs between servers and the granting
 * user would need every one of them.
 */
const PRIVILEGES = [
  ...["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES"],
  ...["CREATE TEMPORARY TABLES", "LOCK TABLES", "CREATE VIEW", "SHOW VIEW", "TRIGGER", "EVENT"],
  ...["CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"],
];

/** Makes backslashes escape and double quotes enclose texts, whatever the server's default mode is. */
export const SESSION_MODE = "SET SESSION sql_mode = 'STRICT_ALL_TABLES'";

export function createUserStatement(username: string, password: string): string {
  return `CREATE USER IF NOT EXISTS ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
}

export function setPasswordStatement(username: string, password: string, keepCurrent: boolean): string {
  const change = `ALTER USER ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
  return keepCurrent ? `${change} RETAIN CURRENT PASSWORD` : change;
}

/**
 * @param wildcards whether `_` and `%` in a database name are wildcards and must be escaped. They are not with MySQL's
 *   `partial_revokes`, where a backslash is part of the name (reference manual, GRANT).
 */
export function grantStatement(username: string, databaseName: string, wildcards: boolean): string {
  const name = wildcards ? databaseName.replace(/[\\_%]/g, "\\$&") : databaseName;
  return `GRANT ${PRIVILEGES.join(", ")} ON ${escapeId(name, true)}.* TO ${account(username)}`;
}

/** Whether the server knows `ALTER USER ... RETAIN CURRENT PASSWORD`, new in MySQL 8.0.14 (release notes). */
export function keepsTwoPasswords(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[^0-9]+/).map(Number);
  const isRecent = major > 8 || (major === 8 && (minor > 0 || patch >= 14));
  return isRecent && !/mariadb/i.test(version);
}

function account(username: string): string {
  return `${escapeText(username)}@'%'`;
}
