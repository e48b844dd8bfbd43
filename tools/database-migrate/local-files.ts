import { lstatSync, readdirSync, readFileSync } from "node:fs";
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
  const files = filesBelow(root, folder).map((path) => ({
    path,
    bytes: readFileSync(join(root, folder, path)),
  }));
  try {
    return checkMigrations(files, folder);
  } catch (error) {
    throw error instanceof LoggableError ? new UsageError(error.message) : error;
  }
}

/**
 * Without hidden files, which editors and systems create.
 *
 * @throws UsageError when the folder is missing, or when it contains a link, a pipe or a device, like a synthesis
 */
function filesBelow(root: string, folder: string): string[] {
  const refuse = (rule: string, got: string): never => {
    throw new UsageError(`auroraApi.data.migrations must ${rule}, got ${JSON.stringify(got)}`);
  };
  const absolute = join(root, folder);
  if (!lstatSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    refuse("name a folder of this repository", folder);
  }
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => [relative(absolute, join(entry.parentPath, entry.name)).split(sep).join("/"), entry] as const)
    .filter(([path]) => !path.split("/").some((name) => name.startsWith(".")))
    .map(([path, entry]) => (entry.isFile() ? path : refuse("contain only regular files", `${folder}/${path}`)));
}
