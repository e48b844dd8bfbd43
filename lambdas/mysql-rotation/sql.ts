import { escape as escapeText } from "mysql2/promise";
import { account } from "../shared/database/server";

export function createUserStatement(username: string, password: string): string {
  return `CREATE USER IF NOT EXISTS ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
}

export function setPasswordStatement(username: string, password: string, keepCurrent: boolean): string {
  const change = `ALTER USER ${account(username)} IDENTIFIED BY ${escapeText(password)}`;
  return keepCurrent ? `${change} RETAIN CURRENT PASSWORD` : change;
}

/** MySQL's reference manual, "Password Management", since 8.0.13. It does not apply to a user with the privilege CREATE USER. */
export function requireCurrentStatement(username: string): string {
  return `ALTER USER ${account(username)} PASSWORD REQUIRE CURRENT`;
}

/** Whether the server knows `ALTER USER ... RETAIN CURRENT PASSWORD`, new in MySQL 8.0.14 (release notes). */
export function keepsTwoPasswords(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[^0-9]+/).map(Number);
  const isRecent = major > 8 || (major === 8 && (minor > 0 || patch >= 14));
  return isRecent && !/mariadb/i.test(version);
}
