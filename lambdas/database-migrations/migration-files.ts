import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDatabases } from "../shared/database/role-settings";
import { LoggableError } from "../shared/loggable-error";
import { parseStatements, type Statement } from "./statements";

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
 * Reads `<database>/NNNN-words.sql` under a folder, and checks names, numbers and statements. It reads the whole folder
 * before anything runs.
 *
 * @throws LoggableError
 */
export function readMigrations(folder: string): readonly DatabaseMigrations[] {
  if (!existsSync(folder)) {
    throw new LoggableError("migrations must be a folder beside the function's code, got none; add it to the package");
  }
  return entriesOf(folder).map(({ name, isFolder }) => {
    if (!isFolder) {
      throw new LoggableError(`migrations must contain only folders, one for each database, got ${quoted(name)}`);
    }
    checkDatabases([name], "the folders of migrations");
    return { database: name, files: readDatabase(name, join(folder, name)) };
  });
}

function readDatabase(database: string, folder: string): readonly MigrationFile[] {
  const names = entriesOf(folder).map(({ name, isFolder }) => {
    if (isFolder || !FILE.test(name) || name.length > FILE_LENGTH) {
      const rule = `files like 0001-create-news.sql, with names of at most ${FILE_LENGTH} characters`;
      throw new LoggableError(`migrations/${database} must contain only ${rule}, got ${quoted(name)}`);
    }
    return name;
  });
  for (const [index, name] of names.entries()) {
    checkNumber(database, name, index + 1, names[index - 1]);
  }
  return names.map((file) => readFile(`${database}/${file}`, file, readFileSync(join(folder, file))));
}

/** @param expected the number after that of the file before */
function checkNumber(database: string, name: string, expected: number, before: string | undefined): void {
  const number = Number(name.slice(0, 4));
  if (before && number === expected - 1) {
    throw new LoggableError(`${database}/${name} must have a number of its own, got that of ${before}; renumber it`);
  }
  if (number !== expected) {
    const wanted = String(expected).padStart(4, "0");
    const rule = `must have the number ${wanted}, so that no number is left out, got ${name.slice(0, 4)}`;
    throw new LoggableError(`${database}/${name} ${rule}; renumber it, or add the file of ${wanted}`);
  }
}

function readFile(name: string, file: string, bytes: Buffer): MigrationFile {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LoggableError(`${name} must be UTF-8, got other bytes; save it as UTF-8`);
  }
  if (text.startsWith("\ufeff")) {
    throw new LoggableError(`${name} must not begin with a byte order mark; save it as UTF-8 without one`);
  }
  // Line ends that a checkout on Windows changes would change the checksum of an applied file.
  if (text.includes("\r")) {
    throw new LoggableError(`${name} must have lines that end with LF, got CR; save it with Unix line ends`);
  }
  const checksum = createHash("sha256").update(bytes).digest("hex");
  return { name, file, checksum, statements: parseStatements(name, text) };
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Sorted by the characters' codes, so that the order is the same on every machine. */
function entriesOf(folder: string): readonly Entry[] {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
