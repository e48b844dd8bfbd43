import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "./is-running";
import { SCRATCH } from "./repository";
import { UsageError } from "./usage-error";
import { writeWhole } from "./write-file";

/**
 * Runs work that must not run twice at the same time, e.g. because both runs would write the same folder.
 *
 * @param what the work and its subject, for the message and as the name of the lock, e.g. `plan:changed in /plans`
 * @throws UsageError if another process of this machine runs it
 */
export async function exclusive<T>(what: string, work: () => Promise<T>, folder = SCRATCH): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, `${createHash("sha256").update(what).digest("hex").slice(0, 16)}.lock`);
  take(lock, what);
  // Also if the command ends with process.exit.
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function take(lock: string, what: string): void {
  // The second attempt follows the removal of a lock whose process was killed.
  for (const attempt of [1, 2]) {
    try {
      writeWhole(lock, `${process.pid}\n`, { mustBeNew: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    const owner = ownerOf(lock);
    if (attempt === 2 || isRunning(owner)) {
      throw new UsageError(`${what} must not run twice at the same time, got process ${owner}; wait until it ends`);
    }
    rmSync(lock, { force: true });
  }
}

function ownerOf(lock: string): number {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    // Released a moment ago.
    return 0;
  }
}
