import { describeFailure, LoggableError } from "../shared/loggable-error";

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Milliseconds between two attempts. */
const PAUSE = 5_000;

/**
 * What a login reports before the first rotation has created the user, and granted its databases. By the driver's codes.
 */
const NOT_YET = ["ER_ACCESS_DENIED_ERROR", "ER_DBACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR"];

/**
 * Repeats an attempt while the database does not know the user or its databases. On a first deployment, the rotation that
 * creates the user may end after the deployment of the data stack.
 *
 * @param limit milliseconds in which the last attempt begins
 * @throws LoggableError
 */
export async function waitForUser<T>(attempt: () => Promise<T>, limit: number, clock: Clock): Promise<T> {
  const end = clock.now() + limit;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (typeof code !== "string" || !NOT_YET.includes(code)) {
        throw error instanceof LoggableError
          ? error
          : new LoggableError(`the database must accept a connection, got ${describeFailure(error)}`);
      }
      if (clock.now() + PAUSE > end) {
        throw new LoggableError(
          `the database must accept the user of MIGRATOR_SECRET_ARN and its databases within ${Math.max(0, Math.round(limit / 1000))} seconds, got ${code};` +
            " look for the error of the secret's rotation, and for each folder's database in the configuration",
        );
      }
      await clock.sleep(PAUSE);
    }
  }
}
