/**
 * What an invocation does. Without a field, it applies every migration that is missing. At most one of the fields may be
 * set, and other fields are refused, so that a misspelt `plan` never changes a database.
 */
export interface MigrationEvent {
  /** Checks everything and lists what would run. Changes nothing, and waits for no lock. @default false */
  readonly plan?: boolean;
  /**
   * `<database>/<file>`, e.g. `app/0002-add-index.sql`, whose interrupted statement did not take effect: it runs again, and
   * the run continues from there. Refused when no statement of this file was interrupted.
   */
  readonly repeat?: string;
  /**
   * `<database>/<file>` whose interrupted statement took effect: the run continues after it. Refused when no statement of
   * this file was interrupted.
   */
  readonly continueAfter?: string;
}

/**
 * Answer of an invocation that succeeded. It contains names and numbers, never text of a statement. An invocation that
 * fails throws, with one line that names database, file, statement and what to do.
 */
export interface MigrationResult {
  /** Whether this is a plan, which changed nothing. */
  readonly plan: boolean;
  /** Every database with a folder of migrations, by name. */
  readonly databases: readonly DatabaseResult[];
}

export interface DatabaseResult {
  readonly database: string;
  /** Every file, by number. */
  readonly files: readonly FileResult[];
}

export interface FileResult {
  /** Name without the folder, e.g. `0001-create-news.sql`. */
  readonly file: string;
  /**
   * - `unchanged`: an earlier run has applied the file.
   * - `applied`: this run has applied it.
   * - `planned`: a plan, and a run would apply it.
   */
  readonly state: FileState;
  /** Number of statements in the file. */
  readonly statements: number;
  /** The first statement that this run executes, from 1. More than 1 when it continues a file. Missing when `unchanged`. */
  readonly from?: number;
  /** First words of the statements from `from` on, e.g. `CREATE TABLE`. Missing when `unchanged`. */
  readonly kinds?: readonly string[];
}

export type FileState = "unchanged" | "applied" | "planned";
