import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { OutputError } from "./output-error";

/** Milliseconds between two attempts to get the lock, and the number of attempts. */
const LOCK = { pause: 5, attempts: 2000 };

/** Waits until no other running program has the lock, for at most ten seconds. Returns the function that ends the lock. */
export function lock(path: string): () => void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < LOCK.attempts; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
      if (isAbandoned(path)) {
        rmSync(path, { force: true });
      } else {
        Atomics.wait(pause, 0, 0, LOCK.pause);
      }
    }
  }
  throw new OutputError(`${path} must not be locked for ten seconds, got a lock; remove the file`);
}

function isAbandoned(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return pid > 0 && !isRunning(pid);
  } catch {
    return false;
  }
}

/** Whether a program runs, also one of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
