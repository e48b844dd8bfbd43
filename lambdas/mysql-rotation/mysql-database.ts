import type { Connection } from "mysql2/promise";
import type { Login } from "../shared/database/credentials";
import { mysqlGrantor } from "../shared/database/mysql-grantor";
import { databaseFailure, querying, versionOf } from "../shared/database/server";
import { lockUser } from "../shared/database/user-lock";
import { openVerified } from "../shared/verified-connection";
import type { Database, Session } from "./rotation";
import { createUserStatement, keepsTwoPasswords, requireCurrentStatement, setPasswordStatement } from "./sql";

/** Milliseconds. Lambda stops the function after 29 s, so a server that is down is reported long before. */
const CONNECT_TIMEOUT = 5_000;
const QUERY_TIMEOUT = 5_000;

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
    throw databaseFailure("connect", error);
  }
}

async function startSession(connection: Connection, abortSignal: AbortSignal): Promise<Session> {
  const abort = () => connection.destroy();
  abortSignal.addEventListener("abort", abort);
  const query = await querying(connection, QUERY_TIMEOUT);
  const version = await versionOf(query);
  return {
    ...mysqlGrantor(query, version),
    keepsTwoPasswords: keepsTwoPasswords(version),
    lock: (username) => lockUser(query, username),
    async createUser(username, password) {
      await query("create the user", createUserStatement(username, password));
    },
    async setPassword(username, password, keepCurrent = false) {
      await query("set the password", setPasswordStatement(username, password, keepCurrent));
    },
    async requireCurrent(username) {
      await query("protect the password", requireCurrentStatement(username));
    },
    async close() {
      abortSignal.removeEventListener("abort", abort);
      // Releases the locks too. An orderly goodbye would wait for a server that may be down.
      connection.destroy();
    },
  };
}
