import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { LoggableError } from "../../lambdas/shared/loggable-error";
import { checkMigrations, type DatabaseMigrations } from "../../lambdas/shared/migrations/check-migrations";
import { UsageError } from "../shared/usage-error";

/**
 * The migrations of this checkout, as a synthesis archives them.
 *
 * @param root root of the repository
 * @param folder folder of the environment's migrations, relative to the root
 * @throws UsageError when a file is wrong
 */
export function localMigrations(root: string, folder: string): readonly DatabaseMigrations[] {
  const files = filesBelow(join(root, folder)).map((path) => ({
    path,
    bytes: readFileSync(join(root, folder, path)),
  }));
  try {
    return checkMigrations(files, folder);
  } catch (error) {
    throw error instanceof LoggableError ? new UsageError(error.message) : error;
  }
}

/** Without hidden files, which editors and systems create. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !path.split("/").some((name) => name.startsWith(".")));
}
