import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeadlineError, withDeadline } from "../shared/deadline";
import { describeFailure } from "../shared/loggable-error";
import type { MigrationResult } from "./event";
import { migrate } from "./migrate";
import { readMigrations } from "./migration-files";
import { migratorSettings, openSession } from "./open-session";
import { checkNamedFile, parseRequest } from "./request";
import { waitForUser } from "./wait-for-user";

/** Lambda's context, as far as the function uses it. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Milliseconds to wait for the user and its databases. */
const USER_LIMIT = 120_000;

/**
 * Milliseconds before the function's timeout. The first one ends a statement, which needs a login, two waits and a record.
 * The second one ends the run, so that the failure can still be reported.
 */
const RESERVE = { statement: 18_000, run: 1_500 };

/**
 * Applies the migrations beside this file as the user of MIGRATOR_SECRET_ARN. It connects to the writer and not to the proxy,
 * which would pin the connection for the lock.
 *
 * @throws Error with one line that contains no secret and no text of a statement
 */
export async function handler(event: unknown, context: Context): Promise<MigrationResult> {
  const settings = migratorSettings();
  try {
    const request = parseRequest(event);
    const all = readMigrations(join(__dirname, "migrations"));
    checkNamedFile(request, all);
    const databases = all.map(({ database }) => database);
    const clock = { now: () => performance.now(), sleep };
    const timeLeft = () => context.getRemainingTimeInMillis() - RESERVE.statement;
    return await withDeadline("the run", context.getRemainingTimeInMillis() - RESERVE.run, async (signal) => {
      const limit = Math.min(USER_LIMIT, timeLeft());
      const { session, close } = await waitForUser(() => openSession(settings, databases), limit, clock);
      // A later invocation in the same process must not continue this run.
      signal.addEventListener("abort", close);
      try {
        return await migrate({ session, timeLeft, log: (line) => console.info(line) }, all, request);
      } finally {
        close();
      }
    });
  } catch (error) {
    // A new error, because message, stack and cause of the original may quote a statement or a secret.
    throw new Error(error instanceof DeadlineError ? `${error.message}; run again` : describeFailure(error));
  }
}
