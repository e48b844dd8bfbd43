import type { MigrationEvent } from "../../../lambdas/database-migrations/event";
import { migrate } from "../../../lambdas/database-migrations/migrate";
import { fileOf } from "./files";

const ONE = fileOf("0001-one.sql", "CREATE TABLE a (b INT);\nINSERT INTO a VALUES (1);");
const TWO = fileOf("0002-two.sql", "DROP TABLE c;");
const ALL = [
  { database: "app", files: [ONE, TWO] },
  { database: "other", files: [TWO] },
];

/** Rows of `schema_migrations` by database. Databases without rows have no table. */
type Tables = Readonly<Record<string, readonly Record<string, unknown>[]>>;

const applied = ({ file, checksum }: typeof ONE) => ({ file, checksum, state: "applied", done: 9, doneChecksum: "" });

/** A server that knows these records and fails at the statement that contains `fault`. */
async function run(
  tables: Tables,
  { request = {}, fault }: { readonly request?: MigrationEvent; readonly fault?: string } = {},
) {
  const statements: string[] = [];
  const answer = async (sql: string) => {
    statements.push(sql);
    if (fault && sql.includes(fault)) {
      throw Object.assign(new Error("secret"), { errno: 1051, sqlState: "42S02", code: "ER_BAD_TABLE_ERROR" });
    }
    const database = Object.keys(tables).find((name) => sql.includes(`'${name}'`) || sql.includes(`FROM \`${name}\``));
    if (sql.includes("information_schema")) {
      return database ? [{ found: 1 }] : [];
    }
    const records = database ? (tables[database] ?? []) : [];
    return sql.includes("GET_LOCK") ? [{ locked: 1 }] : sql.includes("IS_USED_LOCK") ? [{ id: null }] : records;
  };
  const session = {
    query: (_what: string, sql: string) => answer(sql),
    run: async (sql: string) => void (await answer(sql)),
  };
  const outcome = migrate({ session, log: () => undefined, timeLeft: () => 60_000 }, ALL, request);
  const result = await outcome.catch((error: Error) => error.message);
  return { result, statements, writes: statements.filter((sql) => !sql.startsWith("SELECT")) };
}

describe("migrate", () => {
  it("takes the lock, reads every history, then applies the files of each database in it", async () => {
    const { result, statements } = await run({ app: [applied(ONE)] });
    expect(result).toEqual({
      plan: false,
      databases: [
        {
          database: "app",
          files: [
            { file: "0001-one.sql", state: "unchanged", statements: 2 },
            { file: "0002-two.sql", state: "applied", statements: 1, from: 1, kinds: ["DROP TABLE"] },
          ],
        },
        {
          database: "other",
          files: [{ file: "0002-two.sql", state: "applied", statements: 1, from: 1, kinds: ["DROP TABLE"] }],
        },
      ],
    });
    expect(statements.map((sql) => sql.split(" ").slice(0, 2).join(" "))).toEqual([
      "SELECT GET_LOCK('tierra-migrations',",
      ...["SELECT 1", "SELECT file,", "SELECT 1"],
      ...["USE `app`", "CREATE TABLE", "INSERT INTO", "UPDATE `app`.`schema_migrations`", "DROP TABLE"],
      ...["UPDATE `app`.`schema_migrations`", "UPDATE `app`.`schema_migrations`"],
      ...["USE `other`", "CREATE TABLE", "INSERT INTO", "UPDATE `other`.`schema_migrations`", "DROP TABLE"],
      ...["UPDATE `other`.`schema_migrations`", "UPDATE `other`.`schema_migrations`"],
    ]);
    expect(statements.at(-1)).toContain("SET state = 'applied'");
  });

  it("plans with reads only, and without the lock", async () => {
    const { result, statements, writes } = await run({ app: [applied(ONE)] }, { request: { plan: true } });
    expect(result).toMatchObject({
      plan: true,
      databases: [
        { files: [{ state: "unchanged" }, { state: "planned", from: 1, kinds: ["DROP TABLE"] }] },
        { files: [{ state: "planned", from: 1, kinds: ["DROP TABLE"] }] },
      ],
    });
    expect([writes, statements.filter((sql) => sql.includes("GET_LOCK"))]).toEqual([[], []]);
  });

  it("runs nothing when a later database contradicts its files", async () => {
    const { result, writes } = await run({ other: [{ ...applied(TWO), checksum: "other" }] });
    expect([result, writes]).toEqual([expect.stringContaining("app/0002-two.sql must keep the checksum other"), []]);
  });

  it("stops at the first failure, with its own message", async () => {
    const { result, writes } = await run({}, { fault: "DROP TABLE c" });
    expect(result).toBe(
      "app/0002-two.sql: statement 1 of 1 (DROP TABLE, line 1) failed with Error ER_BAD_TABLE_ERROR (1051, SQLSTATE 42S02)," +
        " and took no effect; correct the file from this statement on, then deploy again",
    );
    expect(writes.some((sql) => sql.includes("`other`"))).toBe(false);
  });

  it("leaves a database alone that has every file", async () => {
    const { writes } = await run({ app: [applied(ONE), applied(TWO)], other: [applied(TWO)] });
    expect(writes.filter((sql) => !/^(USE|CREATE TABLE IF NOT EXISTS)/.test(sql))).toEqual([]);
  });
});
