import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import type { Database, Login, Session } from "./database";
import { RotationError } from "./errors";
import { createUserStatement, grantStatement, keepsTwoPasswords, SESSION_MODE, setPasswordStatement } from "./sql";

/** Milliseconds. Lambda stops the function after 29 s; a server that is gone is reported long before. */
const CONNECT_TIMEOUT = 5_000;
const QUERY_TIMEOUT = 5_000;
/** Seconds in which another rotation of the same user has to be done, less than a query may take. */
const LOCK_SECONDS = 4;

/** ER_ACCESS_DENIED_ERROR and ER_ACCESS_DENIED_NO_PASSWORD_ERROR: name or password are wrong. */
const DENIED = [1045, 1698];

/** MySQL or MariaDB over verified TLS, until the invocation's time is over. */
export function mysqlDatabase(abortSignal: AbortSignal): Database {
  return {
    async connect(login, databaseName) {
      const connection = await open(login, databaseName, abortSignal);
      return connection && startSession(connection, abortSignal);
    },
  };
}

async function open(login: Login, databaseName: string | undefined, abortSignal: AbortSignal) {
  abortSignal.throwIfAborted();
  const { host, port, username, password } = login;
  try {
    return await createConnection({
      host,
      port,
      user: username,
      password,
      ...(databaseName === undefined ? {} : { database: databaseName }),
      connectTimeout: CONNECT_TIMEOUT,
      // Authorities are Node's own and those of NODE_EXTRA_CA_CERTS. The driver checks no name by default.
      ssl: { minVersion: "TLSv1.2", rejectUnauthorized: true, verifyIdentity: true },
    });
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
  // A connection that breaks between two queries says so here; the next query fails by itself.
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
    // Locks go with it; a goodbye would wait for a server that may be gone.
    connection.destroy();
  };
  await query("set the session's mode", SESSION_MODE);
  const [server] = await query("ask for the version", "SELECT VERSION() AS version");
  return {
    keepsTwoPasswords: keepsTwoPasswords(String(server?.version)),
    async lock(username) {
      const name = connection.escape(`tierra-rotation-${username}`);
      const [row] = await query("lock", `SELECT GET_LOCK(${name}, ${LOCK_SECONDS}) AS locked`);
      if (row?.locked !== 1) {
        throw new RotationError("another rotation of the same user is at work; try again");
      }
    },
    async createUser(username, password) {
      await query("create the user", createUserStatement(username, password));
    },
    async grant(username, databaseName) {
      const [setting] = await query("ask for partial revokes", "SHOW VARIABLES LIKE 'partial_revokes'");
      await query("grant", grantStatement(username, databaseName, setting?.Value !== "ON"));
    },
    async setPassword(username, password, keepCurrent = false) {
      await query("set the password", setPasswordStatement(username, password, keepCurrent));
    },
    close,
  };
}

/** The driver's message quotes the statement, in which the password stands: only its code goes on. */
function failure(what: string, error: unknown): RotationError {
  const { code } = error as { code?: unknown };
  return new RotationError(`the database failed to ${what}: ${typeof code === "string" ? code : "no code"}`);
}
