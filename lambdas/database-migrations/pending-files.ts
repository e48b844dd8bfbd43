import { LoggableError } from "../shared/loggable-error";
import type { DatabaseMigrations, MigrationFile } from "../shared/migrations/check-migrations";
import type { MigrationEvent } from "./event";
import { checksumOfFirst, type MigrationRecord, STATES } from "./history";

/** A file that is not applied, or not completely. */
export interface PendingFile {
  readonly file: MigrationFile;
  /** Number of the first statement to run. One more than the file has, when only its record is missing. */
  readonly from: number;
}

/**
 * The files that a database lacks, in their order.
 *
 * @param records of the database, by name
 * @throws LoggableError when files and records contradict each other, or when it is not known whether a statement took effect
 */
export function pendingFiles(
  { database, files }: DatabaseMigrations,
  records: readonly MigrationRecord[],
  request: MigrationEvent,
): readonly PendingFile[] {
  const known = new Map(records.map((record) => [record.file, record]));
  for (const { file, state } of records) {
    if (!STATES.includes(state)) {
      throw new LoggableError(
        `the record of ${database}/${file} must have one of the states ${STATES.join(", ")}, got another one;` +
          " correct it in the table schema_migrations",
      );
    }
    if (!files.some((candidate) => candidate.file === file)) {
      throw new LoggableError(
        `${database}/${file} must exist, because the database has run it, got no such file; restore it`,
      );
    }
  }
  const pending = files.flatMap((file, index) => {
    const record = known.get(file.file);
    const later = files.slice(index + 1).find((other) => known.has(other.file));
    if (later && record?.state !== "applied") {
      throw new LoggableError(
        `${file.name} must have a number above that of ${later.file}, which the database has run; renumber it`,
      );
    }
    const from = firstStatement(file, record, request);
    return from === undefined ? [] : [{ file, from }];
  });
  const named = request.repeat ?? request.continueAfter;
  if (named?.startsWith(`${database}/`) && known.get(named.slice(database.length + 1))?.state !== "executing") {
    const field = request.repeat === undefined ? "continueAfter" : "repeat";
    throw new LoggableError(
      `${field} of the event must name a file with an interrupted statement, got ${named}; invoke without it`,
    );
  }
  return pending;
}

/** Undefined when the file is applied. */
function firstStatement(
  file: MigrationFile,
  record: MigrationRecord | undefined,
  request: MigrationEvent,
): number | undefined {
  if (!record) {
    return 1;
  }
  if (record.state === "applied") {
    if (record.checksum !== file.checksum) {
      const [got, wanted] = [file.checksum, record.checksum].map((checksum) => checksum.slice(0, 12));
      throw new LoggableError(
        `${file.name} must keep the checksum ${wanted} with which it was applied, got ${got};` +
          " restore it, and write the change as a new file",
      );
    }
    return undefined;
  }
  const { done } = record;
  if (checksumOfFirst(file, done) !== record.doneChecksum) {
    throw new LoggableError(
      `${file.name} must keep its first ${done} statements, which took effect, got others;` +
        " restore these, and change only those after them",
    );
  }
  return record.state === "executing" ? afterInterruption(file, done + 1, request) : done + 1;
}

/** Where to continue when it is not known whether the statement with this number took effect. */
function afterInterruption(file: MigrationFile, number: number, request: MigrationEvent): number {
  const statement = file.statements[number - 1];
  if (request.repeat === file.name || (statement?.isRepeatable && request.continueAfter !== file.name)) {
    return number;
  }
  if (request.continueAfter === file.name) {
    return Math.min(number, file.statements.length) + 1;
  }
  const where = statement ? ` (${statement.kind}, line ${statement.line})` : "";
  throw new LoggableError(
    `${file.name}: statement ${number}${where} was interrupted, and it is not known whether it took effect;` +
      ` compare the database with the file, then invoke with {"repeat":"${file.name}"} if it did not,` +
      ` or with {"continueAfter":"${file.name}"} if it did`,
  );
}
