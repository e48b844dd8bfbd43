import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { LoggableError } from "../shared/loggable-error";
import { checkMigrations, type DatabaseMigrations } from "../shared/migrations/check-migrations";

/**
 * Reads `<database>/NNNN-words.sql` under a folder, and checks all files before anything runs.
 *
 * @throws LoggableError
 */
export function readMigrations(folder: string): readonly DatabaseMigrations[] {
  if (!existsSync(folder)) {
    throw new LoggableError("migrations must be a folder beside the function's code, got none; add it to the package");
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return checkMigrations(files.map((file) => ({ path: relative(folder, file), bytes: readFileSync(file) })));
}
