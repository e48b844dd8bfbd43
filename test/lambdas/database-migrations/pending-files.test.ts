import { checksumOfFirst, type MigrationRecord } from "../../../lambdas/database-migrations/history";
import { pendingFiles } from "../../../lambdas/database-migrations/pending-files";
import type { MigrationFile } from "../../../lambdas/shared/migrations/check-migrations";
import { fileOf } from "./files";

const ONE = fileOf("0001-one.sql", "CREATE TABLE a (b INT); INSERT INTO a VALUES (1);");
const TWO = fileOf("0002-two.sql", "DROP TABLE c;\nDROP TABLE d;\n-- repeatable\nDROP TABLE IF EXISTS e;");
const THREE = fileOf("0003-three.sql", "DROP TABLE f;");

function record(file: MigrationFile, state: MigrationRecord["state"], done = file.statements.length): MigrationRecord {
  return { file: file.file, state, checksum: file.checksum, done, doneChecksum: checksumOfFirst(file, done) };
}

function pending(records: readonly MigrationRecord[], request = {}, files = [ONE, TWO, THREE]) {
  return pendingFiles({ database: "app", files }, records, request).map(({ file, from }) => [file.file, from]);
}

const refusal = (message: string) =>
  expect.objectContaining({ name: "LoggableError", message: expect.stringContaining(message) });

describe("pendingFiles", () => {
  it("is every file of an empty database, from the first statement", () => {
    expect(pending([])).toEqual([
      ["0001-one.sql", 1],
      ["0002-two.sql", 1],
      ["0003-three.sql", 1],
    ]);
  });

  it("leaves out what is applied", () => {
    expect(pending([record(ONE, "applied"), record(TWO, "applied")])).toEqual([["0003-three.sql", 1]]);
  });

  it("continues a file after the statements that took effect", () => {
    const known = [record(ONE, "applied"), record(TWO, "incomplete", 1)];
    expect(pending(known)).toEqual([
      ["0002-two.sql", 2],
      ["0003-three.sql", 1],
    ]);
  });

  it("completes a file of which only the last record is missing", () => {
    expect(pending([record(ONE, "incomplete")])[0]).toEqual(["0001-one.sql", 3]);
  });

  it("refuses an applied file with another checksum, and names both", () => {
    const changed = { ...record(ONE, "applied"), checksum: "0123456789abcdef" };
    expect(() => pending([changed])).toThrow(
      refusal(
        `app/0001-one.sql must keep the checksum 0123456789ab with which it was applied, got ${ONE.checksum.slice(0, 12)};` +
          " restore it, and write the change as a new file",
      ),
    );
  });

  it("refuses a record with a state that no run writes, which a person has changed", () => {
    expect(() => pending([{ ...record(ONE, "applied"), state: "done" as never }])).toThrow(
      refusal(
        "the record of app/0001-one.sql must have one of the states incomplete, executing, applied, got another one;" +
          " correct it in the table schema_migrations",
      ),
    );
  });

  it("refuses a record without its file", () => {
    expect(() => pending([record(ONE, "applied")], {}, [])).toThrow(
      refusal("app/0001-one.sql must exist, because the database has run it, got no such file; restore it"),
    );
  });

  it.each(["applied", "incomplete"] as const)("refuses a file with a lower number than one that is %s", (state) => {
    expect(() => pending([record(TWO, state)])).toThrow(
      refusal(
        "app/0001-one.sql must have a number above that of 0002-two.sql, which the database has run; renumber it",
      ),
    );
  });

  it("refuses a file that is incomplete below one that the database has run", () => {
    expect(() => pending([record(ONE, "incomplete", 1), record(TWO, "applied")])).toThrow(
      refusal("app/0001-one.sql must have a number above that of 0002-two.sql"),
    );
  });

  it("continues an incomplete file that changed only after the statements that took effect", () => {
    const before = fileOf("0001-one.sql", "-- other\nCREATE TABLE a (b INT);\nINSERT INTO wrong VALUES (1);");
    expect(pending([record(before, "incomplete", 1)])[0]).toEqual(["0001-one.sql", 2]);
  });

  it.each([
    ["changed", "CREATE TABLE a (b TEXT); INSERT INTO a VALUES (1);"],
    ["lost", "INSERT INTO a VALUES (1);"],
  ])("refuses an incomplete file that has %s a statement that took effect", (_, sql) => {
    expect(() => pending([record(fileOf("0001-one.sql", sql), "incomplete", 1)])).toThrow(
      refusal("app/0001-one.sql must keep its first 1 statements, which took effect, got others;"),
    );
  });

  it("refuses an incomplete file with fewer statements than took effect", () => {
    const longer = fileOf("0003-three.sql", "DROP TABLE f; DROP TABLE g;");
    const known = [record(ONE, "applied"), record(TWO, "applied"), record(longer, "incomplete", 2)];
    expect(() => pending(known)).toThrow(refusal("app/0003-three.sql must keep its first 2 statements"));
  });
});

describe("pendingFiles with an interrupted statement", () => {
  const known = (done: number) => [record(ONE, "applied"), record(TWO, "executing", done)];

  it("stops, and names file, statement, line and both ways to continue", () => {
    expect(() => pending(known(1))).toThrow(
      refusal(
        "app/0002-two.sql: statement 2 (DROP TABLE, line 2) was interrupted, and it is not known whether it took effect;" +
          ' compare the database with the file, then invoke with {"repeat":"app/0002-two.sql"} if it did not, or with' +
          ' {"continueAfter":"app/0002-two.sql"} if it did',
      ),
    );
  });

  it("repeats it when it is marked as repeatable, unless a person knows that it took effect", () => {
    expect(pending(known(2))[0]).toEqual(["0002-two.sql", 3]);
    expect(pending(known(2), { continueAfter: "app/0002-two.sql" })[0]).toEqual(["0002-two.sql", 4]);
  });

  it("continues as a person decides", () => {
    expect(pending(known(1), { repeat: "app/0002-two.sql" })[0]).toEqual(["0002-two.sql", 2]);
    expect(pending(known(1), { continueAfter: "app/0002-two.sql" })[0]).toEqual(["0002-two.sql", 3]);
  });

  it.each(["repeat", "continueAfter"])("completes a file that lost this statement, with %s", (field) => {
    const longer = fileOf("0003-three.sql", "DROP TABLE f; DROP TABLE g;");
    const records = [record(ONE, "applied"), record(TWO, "applied"), record(longer, "executing", 1)];
    expect(() => pending(records)).toThrow(refusal("app/0003-three.sql: statement 2 was interrupted"));
    expect(pending(records, { [field]: "app/0003-three.sql" })).toEqual([["0003-three.sql", 2]]);
  });

  it.each(["repeat", "continueAfter"])("refuses %s for a file without such a statement", (field) => {
    const message = `${field} of the event must name a file with an interrupted statement, got app/0001-one.sql`;
    for (const records of [[], [record(ONE, "applied")], [record(ONE, "incomplete", 1)]]) {
      expect(() => pending(records, { [field]: "app/0001-one.sql" })).toThrow(refusal(message));
    }
  });

  it("does not apply the decision to another database", () => {
    expect(pending([], { repeat: "other/0001-one.sql" })).toHaveLength(3);
    expect(() => pending(known(1), { repeat: "app2/0002-two.sql" })).toThrow(refusal("was interrupted"));
  });
});
