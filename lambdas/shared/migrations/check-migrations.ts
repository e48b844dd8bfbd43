import { createHash } from "node:crypto";
import { checkDatabases } from "../database/role-settings";
import { LoggableError } from "../loggable-error";
import { parseStatements, type Statement } from "./statements";

/** A file as it is stored. */
export interface StoredFile {
  /** Path below the folder of all migrations, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface MigrationFile {
  /** Name in messages and events: `<database>/<file>`. */
  readonly name: string;
  /** Name without the folder, e.g. `0001-create-news.sql`. */
  readonly file: string;
  /** SHA-256 of the file's bytes in hexadecimal. */
  readonly checksum: string;
  readonly statements: readonly Statement[];
}

export interface DatabaseMigrations {
  readonly database: string;
  /** By number. */
  readonly files: readonly MigrationFile[];
}

const FILE = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/;

/** Characters of a file's name, the length of the column that records it. */
export const FILE_LENGTH = 120;

/**
 * Checks names, numbers and statements of all migrations. A synthesis, the function that applies them, and
 * `npm run database:migrate` use the same checks.
 *
 * @param files in any order
 * @param folder folder of all migrations, for errors. @default errors name a file as `<database>/<file>`
 * @throws LoggableError that begins with the path of the file or folder
 */
export function checkMigrations(files: readonly StoredFile[], folder?: string): readonly DatabaseMigrations[] {
  const root = folder ?? "migrations";
  const databases = new Map<string, StoredFile[]>();
  // Sorted by the characters' codes, so that the order is the same on every machine.
  for (const stored of [...files].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    const [database = "", file] = stored.path.split("/");
    if (file === undefined) {
      throw new LoggableError(`${root} must contain only folders, one for each database, got ${quoted(database)}`);
    }
    databases.set(database, [...(databases.get(database) ?? []), stored]);
  }
  return [...databases].map(([database, stored]) => {
    checkDatabases([database], `the folders of ${root}`);
    return { database, files: checkDatabase(`${root}/${database}`, stored, folder === undefined ? "" : `${folder}/`) };
  });
}

/** @param prefix of the file's name in errors */
function checkDatabase(folder: string, stored: readonly StoredFile[], prefix: string): readonly MigrationFile[] {
  const names = stored.map(({ path }) => {
    const [, file = "", ...deeper] = path.split("/");
    if (deeper.length > 0 || !FILE.test(file) || file.length > FILE_LENGTH) {
      const rule = `files like 0001-create-news.sql, with names of at most ${FILE_LENGTH} characters`;
      throw new LoggableError(`${folder} must contain only ${rule}, got ${quoted(file)}`);
    }
    return file;
  });
  for (const [index, { path }] of stored.entries()) {
    checkNumber(`${prefix}${path}`, names[index] ?? "", index + 1, names[index - 1]);
  }
  return stored.map(({ path, bytes }) => readFile(path, `${prefix}${path}`, bytes));
}

/** @param expected the number after that of the file before */
function checkNumber(place: string, name: string, expected: number, before: string | undefined): void {
  const number = Number(name.slice(0, 4));
  if (before && number === expected - 1) {
    throw new LoggableError(`${place} must have a number of its own, got that of ${before}; renumber it`);
  }
  if (number !== expected) {
    const wanted = String(expected).padStart(4, "0");
    const rule = `must have the number ${wanted}, so that no number is left out, got ${name.slice(0, 4)}`;
    throw new LoggableError(`${place} ${rule}; renumber it, or add the file of ${wanted}`);
  }
}

/** @param place the file in errors */
function readFile(name: string, place: string, bytes: Uint8Array): MigrationFile {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LoggableError(`${place} must be UTF-8, got other bytes; save it as UTF-8`);
  }
  if (text.startsWith("\ufeff")) {
    throw new LoggableError(`${place} must not begin with a byte order mark; save it as UTF-8 without one`);
  }
  // Line ends that a checkout on Windows changes would change the checksum of an applied file.
  if (text.includes("\r")) {
    throw new LoggableError(`${place} must have lines that end with LF, got CR; save it with Unix line ends`);
  }
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { name, file: name.slice(name.indexOf("/") + 1), checksum, statements: parseStatements(place, text) };
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
