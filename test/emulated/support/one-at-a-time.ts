import { mkdirSync, rmSync } from "node:fs";

/** Milliseconds between two looks at a lock. */
const PATIENCE = 250;

/** Does the work when no other test process does work under the same lock, a folder that exists for as long. The waiting ends with the test. */
export async function oneAtATime<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!taken(lock)) {
    await new Promise((done) => setTimeout(done, PATIENCE));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true });
  }
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}
