import type { Connection, RowDataPacket } from "mysql2/promise";
import type { Login } from "../shared/database/credentials";
import { LoggableError } from "../shared/loggable-error";
import { openVerified } from "../shared/verified-connection";
import type { Database, Session } from "./rotation";
import { createUserStatement, grantStatement, keepsTwoPasswords, SESSION_MODE, setPasswordStatement } from "./sql";

/** Milliseconds. Lambda stops the function after 29 s, so a server that is down is reported long before. */
const CONNECT_TIMEOUT = 5_000;
const QUERY_TIMEOUT = 5_000;
/** Seconds to wait for another rotation of the same user, less than QUERY_TIMEOUT. */
const LOCK_SECONDS = 4;

/** ER_ACCESS_DENIED_ERROR and ER_ACCESS_DENIED_NO_PASSWORD_ERROR: name or password are wrong. */
const DENIED = [1045, 1698];

/** MySQL or MariaDB over verified TLS. Connections are closed when the invocation runs out of time. */
export function mysqlDatabase(abortSignal: AbortSignal): Database {
  return {
    async connect(login, databaseName) {
      const connection = await open(login, databaseName, abortSignal);
      return connection && startSession(connection, abortSignal);
    },
  };
}

async function open(login: Login, database: string | undefined, abortSignal: AbortSignal) {
  abortSignal.throwIfAborted();
  const { host, port, username: user, password } = login;
  try {
    return await openVerified({ host, port, user, password, database, timeout: CONNECT_TIMEOUT });
  } catch (error) {
    const { errno } = error as { errno?: number };
    if (errno !== undefined && DENIED.includes(errno)) {
      return undefined;
    }
    throw failure("connect", error);
  }
}

async function startSession(connection: Connection, abortSignal: AbortSignal): Promise<Session> {
  const abort = () => connection.destroy();
  abortSignal.addEventListener("abort", abort);
  // An error between two queries is reported here only. The next query fails by itself.
  connection.on("error", () => undefined);
  const query = async (what: string, statement: string) => {
    try {
      return (await connection.query<RowDataPacket[]>({ sql: statement, timeout: QUERY_TIMEOUT }))[0];
    } catch (error) {
      connection.destroy();
      throw failure(what, error);
    }
  };
  const close = async () => {
    abortSignal.removeEventListener("abort", abort);
    // Releases the locks too. An orderly goodbye would wait for a server that may be down.
    connection.destroy();
  };
  await query("set the session's mode", SESSION_MODE);
  const [server] = await query("read its version", "SELECT VERSION() AS version");
  return {
    keepsTwoPasswords: keepsTwoPasswords(String(server?.version)),
    async lock(username) {
      const name = connection.escape(`tierra-rotation-${username}`);
      const [row] = await query("lock", `SELECT GET_LOCK(${name}, ${LOCK_SECONDS}) AS locked`);
      if (row?.locked !== 1) {
        throw new LoggableError("another rotation of the same user is in progress; try again");
      }
    },
    async createUser(username, password) {
      await query("create the user", createUserStatement(username, password));
    },
    async grant(username, databaseName) {
      const [setting] = await query("read partial_revokes", "SHOW VARIABLES LIKE 'partial_revokes'");
      await query("grant", grantStatement(username, databaseName, setting?.Value !== "ON"));
    },
    async setPassword(username, password, keepCurrent = false) {
      await query("set the password", setPasswordStatement(username, password, keepCurrent));
    },
    close,
  };
}

/** Keeps only the code of a driver's error, because its message quotes the statement with the password. */
function failure(what: string, error: unknown): LoggableError {
  const { code } = error as { code?: unknown };
  return new LoggableError(`the database failed to ${what}: ${typeof code === "string" ? code : "no code"}`);
}
