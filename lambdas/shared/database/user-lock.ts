import { escape as escapeText } from "mysql2/promise";
import { LoggableError } from "../loggable-error";
import type { Query } from "./server";

/** Seconds to wait for another function that changes the same user, less than the functions' limit of a statement. */
const LOCK_SECONDS = 4;

/** Locks out other rotations and other changes of grants of this user until the connection is closed. */
export async function lockUser(query: Query, username: string): Promise<void> {
  const [row] = await query("lock", `SELECT GET_LOCK(${nameOf(username)}, ${LOCK_SECONDS}) AS locked`);
  if (row?.locked !== 1) {
    throw new LoggableError("another rotation of the same user is in progress; try again");
  }
}

export async function unlockUser(query: Query, username: string): Promise<void> {
  await query("unlock", `SELECT RELEASE_LOCK(${nameOf(username)})`);
}

function nameOf(username: string): string {
  return escapeText(`tierra-rotation-${username}`);
}
