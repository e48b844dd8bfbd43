import { checksumOfFirst, History } from "../../../lambdas/database-migrations/history";
import { fileOf } from "./files";

const FILE = fileOf("0001-one.sql", "CREATE TABLE a (b INT); DROP TABLE c;");
const NOW = "changed_at = UTC_TIMESTAMP(3) WHERE file = '0001-one.sql'";

/** The last statement of a change, and what names it in errors. */
async function statementOf(
  change: (history: History) => Promise<unknown>,
  rows: readonly Record<string, unknown>[] = [],
) {
  const statements: string[][] = [];
  await change(
    new History(async (what, sql) => {
      statements.push([what, sql]);
      return rows;
    }, "app"),
  );
  return statements;
}

describe("History", () => {
  it("creates its table in the database, and lets InnoDB keep it", async () => {
    const [[what, sql] = []] = await statementOf((history) => history.create());
    expect(what).toBe("create schema_migrations of app");
    expect(sql).toMatch(/^CREATE TABLE IF NOT EXISTS `app`\.`schema_migrations` \(.*\) ENGINE = InnoDB$/);
  });

  it("reads no table that does not exist, and otherwise every record by name", async () => {
    expect((await statementOf((history) => history.read())).map(([, sql]) => sql)).toEqual([
      "SELECT 1 AS found FROM information_schema.tables WHERE table_schema = 'app' AND table_name = 'schema_migrations'",
    ]);
    const [, [, sql] = []] = await statementOf((history) => history.read(), [{}]);
    expect(sql).toMatch(/^SELECT file, state, checksum, done, .* FROM `app`\.`schema_migrations` ORDER BY file$/);
  });

  it("begins a file that is new or known", async () => {
    const [[what, sql = ""] = []] = await statementOf((history) => history.begin(FILE, 1));
    expect(what).toBe("record app/0001-one.sql");
    const values = `'incomplete','${FILE.checksum}',2,1,'${checksumOfFirst(FILE, 1)}',UTC_TIMESTAMP(3)`;
    expect(sql).toContain(
      `VALUES ('0001-one.sql',UTC_TIMESTAMP(3),0,${values}) ON DUPLICATE KEY UPDATE state = 'incomplete'`,
    );
    expect(sql).not.toMatch(/UPDATE .*(started_at|duration_ms)/);
  });

  it.each<[string, (history: History) => Promise<void>, string]>([
    ["executing", (history) => history.executing(FILE), "state = 'executing'"],
    ["refused", (history) => history.refused(FILE), "state = 'incomplete'"],
    ["finished", (history) => history.finish(FILE), "state = 'applied'"],
    [
      "executed",
      (history) => history.executed(FILE, 2, 17),
      `state = 'incomplete', done = 2, done_checksum = '${checksumOfFirst(FILE, 2)}', duration_ms = duration_ms + 17`,
    ],
  ])("records for this file only what is %s", async (_, change, set) => {
    const [[, sql] = []] = await statementOf(change);
    expect(sql).toBe(`UPDATE \`app\`.\`schema_migrations\` SET ${set}, ${NOW}`);
  });
});

describe("checksumOfFirst", () => {
  it("depends on the texts of these statements, and not on comments, lines or later statements", () => {
    const same = fileOf("0001-one.sql", "-- x\n\nCREATE TABLE a (b INT);\nDROP TABLE other;");
    expect(checksumOfFirst(same, 1)).toBe(checksumOfFirst(FILE, 1));
    expect(checksumOfFirst(same, 2)).not.toBe(checksumOfFirst(FILE, 2));
    expect(checksumOfFirst(FILE, 1)).not.toBe(checksumOfFirst(FILE, 2));
  });

  it("differs when a file has fewer statements", () => {
    expect(checksumOfFirst(fileOf("0001-one.sql", "CREATE TABLE a (b INT);"), 2)).not.toBe(checksumOfFirst(FILE, 2));
  });
});
