import { checkMigrations, type DatabaseMigrations } from "../../../lambdas/shared/migrations/check-migrations";
import { migrationsChecksum } from "../../../lambdas/shared/migrations/checksum";
import { type BundledFiles, readRepositoryFile, repositoryFilesBelow } from "../../packaging/assets";
import { FileError } from "../../shared/errors";

/** The migrations of a folder, checked. */
export interface MigrationFiles {
  /** Texts by path in the archive, e.g. `migrations/app/0001-create-notes.sql`. */
  readonly archived: BundledFiles;
  /** SHA-256 of each file in hexadecimal, by name, e.g. `app/0001-create-notes.sql`. */
  readonly checksums: Readonly<Record<string, string>>;
  /** SHA-256 of all files in hexadecimal. */
  readonly checksum: string;
}

/**
 * Reads the SQL files of a folder, and checks them with the code of the function that applies them.
 *
 * @param folder folder of the repository with a folder for each database
 * @param databases databases that exist
 * @throws FileError with path, line and rule of the first fault, or RequirementError when there is no such folder
 */
export function migrationFiles(folder: string, databases: readonly string[]): MigrationFiles {
  const stored = repositoryFilesBelow(folder, "auroraApi.data.migrations").map((path) => ({
    path,
    bytes: readRepositoryFile(`${folder}/${path}`),
  }));
  const checked = check(() => checkMigrations(stored, folder));
  const other = checked.find(({ database }) => !databases.includes(database));
  if (other) {
    throw new FileError(
      `${folder}/${other.database} must have the name of a database, one of ${databases.join(", ")}; rename the folder, ` +
        "or add the name to auroraApi.data.databases",
    );
  }
  if (checked.length === 0) {
    throw new FileError(
      `${folder} must contain at least 1 file like ${databases[0]}/0001-create-notes.sql, got none; add one, or set ` +
        "auroraApi.data.migrations to false",
    );
  }
  return {
    archived: Object.fromEntries(stored.map(({ path, bytes }) => [`migrations/${path}`, bytes.toString("utf8")])),
    checksums: Object.fromEntries(checked.flatMap(({ files }) => files.map(({ name, checksum }) => [name, checksum]))),
    checksum: migrationsChecksum(checked),
  };
}

function check(work: () => readonly DatabaseMigrations[]): readonly DatabaseMigrations[] {
  try {
    return work();
  } catch (error) {
    const { name, message } = error as Error;
    throw name === "LoggableError" ? new FileError(message) : error;
  }
}
