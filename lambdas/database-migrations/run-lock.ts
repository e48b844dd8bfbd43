import { escape as escapeText } from "mysql2/promise";
import type { Query } from "../shared/database/server";
import { LoggableError } from "../shared/loggable-error";

/** Locks are global to the server, so there is one run at a time for all databases. */
const NAME = escapeText("tierra-migrations");

/** Most seconds to wait for another run, less than the limit of a query. */
const LOCK_SECONDS = 30;

/**
 * Locks out other runs until the connection is closed.
 *
 * @throws LoggableError with the number of the connection that holds the lock
 */
export async function takeLock(query: Query, seconds: number): Promise<void> {
  const wait = Math.max(0, Math.min(LOCK_SECONDS, Math.floor(seconds)));
  const [row] = await query("lock the migrations", `SELECT GET_LOCK(${NAME}, ${wait}) AS locked`);
  if (row?.locked !== 1) {
    const holder = (await holderOf(query)) ?? "a connection that has just ended";
    throw new LoggableError(
      `only one run at a time must use the database, got another run on ${holder} after a wait of ${wait} seconds;` +
        " run again after it",
    );
  }
}

/** @throws LoggableError when a run is in progress */
export async function checkUnlocked(query: Query): Promise<void> {
  const holder = await holderOf(query);
  if (holder) {
    throw new LoggableError(`a plan must not be made during a run, got a run on ${holder}; plan again after it`);
  }
}

async function holderOf(query: Query): Promise<string | undefined> {
  const [row] = await query("read the lock of the migrations", `SELECT IS_USED_LOCK(${NAME}) AS id`);
  return row?.id === null ? undefined : `connection ${row?.id} of the database`;
}
