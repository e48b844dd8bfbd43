import type { Connection } from "mysql2/promise";
import { type Query, querying } from "../shared/database/server";
import { DeadlineError, withDeadline } from "../shared/deadline";

/** Milliseconds for each statement of the run itself, more than a run waits for its lock. */
const QUERY_TIMEOUT = 35_000;

/** Milliseconds that an ended statement has to report its end. */
const GRACE = 5_000;

/**
 * The mode of MySQL 8, whatever the server's is, so that a file means the same everywhere. The scanner depends on it:
 * backslashes escape, and double quotes enclose texts.
 */
const MODE =
  "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

/**
 * Seconds to wait for locks of tables, whose default is a year, and of rows. `wait_timeout` ends the session of a function
 * that has died, which would otherwise hold the lock of the run for eight hours.
 */
const SETTINGS = {
  sql_mode: `'${MODE}'`,
  lock_wait_timeout: "60",
  innodb_lock_wait_timeout: "60",
  wait_timeout: "60",
  time_zone: "'+00:00'",
  autocommit: "1",
  foreign_key_checks: "1",
  unique_checks: "1",
};

/** The connection of a run. It is never opened again, because the lock of the run is lost with it. */
export class Session {
  /** Runs a statement of the run itself. */
  readonly query: Query;
  private readonly connection: Connection;
  private readonly login: () => Promise<Connection>;

  private constructor(connection: Connection, login: () => Promise<Connection>, query: Query) {
    this.connection = connection;
    this.login = login;
    this.query = query;
  }

  /** @param login opens another connection as the same user, which ends a statement that takes too long */
  static async prepare(connection: Connection, login: () => Promise<Connection>): Promise<Session> {
    const query = await querying(connection, QUERY_TIMEOUT);
    await query("set the session's character set", "SET NAMES utf8mb4");
    const settings = Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`);
    await query("set the session's settings", `SET SESSION ${settings.join(", SESSION ")}`);
    return new Session(connection, login, query);
  }

  /**
   * Runs a statement of a migration. At the limit, the server ends it.
   *
   * @param limit milliseconds
   * @throws the driver's error, or DeadlineError when it is not known how the statement ended
   */
  async run(sql: string, limit: number): Promise<void> {
    const work = this.connection.query(sql).then(() => undefined);
    try {
      await withDeadline("the statement", limit, () => work);
    } catch (error) {
      if (!(error instanceof DeadlineError)) {
        throw error;
      }
      // A failure shows in the next step: the statement does not end.
      await this.kill().catch(() => undefined);
      await withDeadline("the statement", GRACE, () => work);
    }
  }

  private async kill(): Promise<void> {
    const other = await this.login();
    try {
      await withDeadline("ending the statement", GRACE, () => other.query(`KILL QUERY ${this.connection.threadId}`));
    } finally {
      other.destroy();
    }
  }
}
