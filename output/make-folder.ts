import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Creates a folder and the missing folders above it, and returns the uppermost created one. `mkdirSync` with `recursive` does not
 * end in folders such as `/proc`.
 */
export function makeFolder(path: string): string {
  const isMissing = !existsSync(dirname(path));
  const first = isMissing ? makeFolder(dirname(path)) : path;
  try {
    mkdirSync(path);
  } catch (error) {
    if (isMissing) {
      rmSync(first, { recursive: true, force: true });
    }
    throw error;
  }
  return first;
}
