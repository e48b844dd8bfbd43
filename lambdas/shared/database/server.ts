import type { Connection, RowDataPacket } from "mysql2/promise";
import { escape as escapeText } from "mysql2/promise";
import { LoggableError } from "../loggable-error";

export type Row = Readonly<Record<string, unknown>>;

/** Runs a statement. `what` names it in errors, which contain no part of the statement. */
export type Query = (what: string, statement: string) => Promise<readonly Row[]>;

/** Makes backslashes escape and double quotes enclose texts, whatever the server's default mode is. */
const SESSION_MODE = "SET SESSION sql_mode = 'STRICT_ALL_TABLES'";

/**
 * Prepares a connection for statements whose texts are escaped, and closes it when a statement fails.
 *
 * @param timeout milliseconds for each statement
 */
export async function querying(connection: Connection, timeout: number): Promise<Query> {
  // An error between two queries is reported here only. The next query fails by itself.
  connection.on("error", () => undefined);
  const query: Query = async (what, sql) => {
    try {
      return (await connection.query<RowDataPacket[]>({ sql, timeout }))[0];
    } catch (error) {
      connection.destroy();
      throw databaseFailure(what, error);
    }
  };
  await query("set the session's mode", SESSION_MODE);
  return query;
}

/** Keeps only the code of a driver's error, because its message may quote a statement with a password. */
export function databaseFailure(what: string, error: unknown): LoggableError {
  const { code } = error as { code?: unknown };
  return new LoggableError(`the database failed to ${what}: ${typeof code === "string" ? code : "no code"}`);
}

/** Users have the host `%`, like the users that RDS creates. */
export function account(username: string): string {
  return `${escapeText(username)}@'%'`;
}

export async function versionOf(query: Query): Promise<string> {
  const [server] = await query("read its version", "SELECT VERSION() AS version");
  return String(server?.version);
}
