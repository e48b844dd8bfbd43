import { createHash } from "node:crypto";
import { escapeId, escape as escapeText } from "mysql2/promise";
import type { Query } from "../shared/database/server";
import { FILE_LENGTH, type MigrationFile } from "../shared/migrations/check-migrations";
import { SCHEMA_TABLE } from "../shared/migrations/schema-table";

/**
 * - `incomplete`: the first `done` statements took effect, and no others.
 * - `executing`: as above, and whether the next statement took effect is unknown until it is recorded.
 * - `applied`: every statement took effect.
 */
export const STATES = ["incomplete", "executing", "applied"] as const;

type RecordState = (typeof STATES)[number];

/** What a database knows about one file. */
export interface MigrationRecord {
  readonly file: string;
  readonly state: RecordState;
  /** Checksum of the file when it was last run. */
  readonly checksum: string;
  /** Number of statements that took effect. */
  readonly done: number;
  /** Checksum of these statements. */
  readonly doneChecksum: string;
}

const COLUMNS = [
  `file VARCHAR(${FILE_LENGTH}) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY`,
  "state VARCHAR(10) CHARACTER SET ascii NOT NULL",
  "checksum CHAR(64) CHARACTER SET ascii NOT NULL",
  "statements INT UNSIGNED NOT NULL",
  "done INT UNSIGNED NOT NULL",
  "done_checksum CHAR(64) CHARACTER SET ascii NOT NULL",
  "started_at DATETIME(3) NOT NULL COMMENT 'UTC'",
  "changed_at DATETIME(3) NOT NULL COMMENT 'UTC'",
  "duration_ms BIGINT UNSIGNED NOT NULL COMMENT 'of the statements'",
];

/** Reads and writes the table `schema_migrations` of one database. */
export class History {
  private readonly query: Query;
  private readonly database: string;
  private readonly table: string;

  constructor(query: Query, database: string) {
    this.query = query;
    this.database = database;
    this.table = `${escapeId(database)}.${escapeId(SCHEMA_TABLE)}`;
  }

  /** InnoDB, because records are committed together with changes of data. */
  async create(): Promise<void> {
    const sql = `CREATE TABLE IF NOT EXISTS ${this.table} (${COLUMNS.join(", ")}) ENGINE = InnoDB`;
    await this.query(`create ${SCHEMA_TABLE} of ${this.database}`, sql);
  }

  /** By name, and none when the table does not exist. */
  async read(): Promise<readonly MigrationRecord[]> {
    const what = `read ${SCHEMA_TABLE} of ${this.database}`;
    const where = `table_schema = ${escapeText(this.database)} AND table_name = ${escapeText(SCHEMA_TABLE)}`;
    const tables = await this.query(what, `SELECT 1 AS found FROM information_schema.tables WHERE ${where}`);
    if (tables.length === 0) {
      return [];
    }
    const columns = "file, state, checksum, done, done_checksum AS doneChecksum";
    const rows = await this.query(what, `SELECT ${columns} FROM ${this.table} ORDER BY file`);
    return rows as unknown as readonly MigrationRecord[];
  }

  /** Records the file as it is now, with this number of statements that took effect. */
  async begin(file: MigrationFile, done: number): Promise<void> {
    const changed = {
      state: escapeText("incomplete"),
      checksum: escapeText(file.checksum),
      statements: String(file.statements.length),
      done: String(done),
      done_checksum: escapeText(checksumOfFirst(file, done)),
      changed_at: "UTC_TIMESTAMP(3)",
    };
    const all = { file: escapeText(file.file), started_at: "UTC_TIMESTAMP(3)", duration_ms: "0", ...changed };
    const insert = `INSERT INTO ${this.table} (${Object.keys(all)}) VALUES (${Object.values(all)})`;
    const update = Object.entries(changed).map(([column, value]) => `${column} = ${value}`);
    await this.query(`record ${file.name}`, `${insert} ON DUPLICATE KEY UPDATE ${update}`);
  }

  /** Records that the next statement may take effect from now on. */
  async executing(file: MigrationFile): Promise<void> {
    await this.update(file, "state = 'executing'");
  }

  /** Records that the next statement did not take effect. */
  async refused(file: MigrationFile): Promise<void> {
    await this.update(file, "state = 'incomplete'");
  }

  /** Records that the first `done` statements took effect. @param milliseconds of the last of them */
  async executed(file: MigrationFile, done: number, milliseconds: number): Promise<void> {
    const checksum = escapeText(checksumOfFirst(file, done));
    const progress = `done = ${done}, done_checksum = ${checksum}, duration_ms = duration_ms + ${milliseconds}`;
    await this.update(file, `state = 'incomplete', ${progress}`);
  }

  async finish(file: MigrationFile): Promise<void> {
    await this.update(file, "state = 'applied'");
  }

  private async update(file: MigrationFile, change: string): Promise<void> {
    const where = `file = ${escapeText(file.file)}`;
    await this.query(
      `record ${file.name}`,
      `UPDATE ${this.table} SET ${change}, changed_at = UTC_TIMESTAMP(3) WHERE ${where}`,
    );
  }
}

/** Checksum of the first statements of a file, without the comments between them. */
export function checksumOfFirst({ statements }: MigrationFile, count: number): string {
  const texts = statements.slice(0, count).map(({ text }) => text);
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
