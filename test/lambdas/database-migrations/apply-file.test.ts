import { applyFile } from "../../../lambdas/database-migrations/apply-file";
import { History } from "../../../lambdas/database-migrations/history";
import { fileOf } from "./files";

const FILE = fileOf("0001-one.sql", "CREATE TABLE a (b INT);\nINSERT INTO a VALUES ('secret');");

const refused = Object.assign(new Error("secret"), { errno: 1062, sqlState: "23000", code: "ER_DUP_ENTRY" });
const ended = Object.assign(new Error("secret"), { errno: 1317, sqlState: "70100", code: "ER_QUERY_INTERRUPTED" });

/** Runs the file from this statement on. Each call is one line, with the state that it records. */
async function apply({
  from = 1,
  failures = {},
  left = [60_000],
}: {
  readonly from?: number;
  readonly failures?: Readonly<Record<string, Error>>;
  readonly left?: readonly number[];
} = {}) {
  const calls: string[] = [];
  const limits: number[] = [];
  const lines: string[] = [];
  const times = [...left];
  const call = (text: string) => {
    calls.push(text);
    const failure = Object.entries(failures).find(([start]) => text.startsWith(start))?.[1];
    if (failure) {
      throw failure;
    }
  };
  const query = async (_what: string, sql: string) => {
    const [, state] = /state = '(\w+)'/.exec(sql) ?? [];
    const [, done] = /\bdone = (\d+)/.exec(sql) ?? [];
    call(sql.startsWith("INSERT INTO `app`") ? `begin ${done}` : state ? `${state} ${done ?? ""}`.trim() : sql);
    return [];
  };
  const run = async (sql: string, limit: number) => {
    limits.push(limit);
    call(sql);
  };
  const timeLeft = () => (times.length > 1 ? times.shift() : times[0]) ?? 0;
  const log = (line: string) => void lines.push(line);
  const failure = await applyFile({ session: { query, run }, log, timeLeft }, new History(query, "app"), {
    file: FILE,
    from,
  }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { calls, limits, lines, failure };
}

describe("applyFile", () => {
  it("records a structure change around it, and commits a change of data with its record", async () => {
    expect(await apply()).toMatchObject({
      failure: undefined,
      calls: [
        "begin 0",
        "executing",
        "CREATE TABLE a (b INT)",
        "incomplete 1",
        "START TRANSACTION",
        "INSERT INTO a VALUES ('secret')",
        "incomplete 2",
        "COMMIT",
      ],
    });
  });

  it("begins at the given statement", async () => {
    const { calls } = await apply({ from: 2 });
    expect(calls).toEqual([
      "begin 1",
      "START TRANSACTION",
      "INSERT INTO a VALUES ('secret')",
      "incomplete 2",
      "COMMIT",
    ]);
    expect((await apply({ from: 3 })).calls).toEqual(["begin 2"]);
  });

  it("logs names, numbers and times only", async () => {
    const { lines } = await apply();
    expect(lines).toEqual([
      expect.stringMatching(/^app\/0001-one\.sql: statement 1 of 2 \(CREATE TABLE\) took \d+ ms$/),
      expect.stringMatching(/^app\/0001-one\.sql: statement 2 of 2 \(INSERT\) took \d+ ms$/),
    ]);
  });

  it("gives each statement the time that is left then", async () => {
    expect((await apply({ left: [50_000, 40_000, 30_000, 20_000] })).limits).toEqual([40_000, 20_000]);
  });

  it("stops before a statement for which too little time is left", async () => {
    const { calls, failure } = await apply({ left: [5_000, 5_000, 4_999] });
    expect(calls.at(-1)).toBe("incomplete 1");
    expect(failure).toBe(
      "app/0001-one.sql: the run stopped before statement 2 of 2, because the function's time is nearly used; run again to continue",
    );
  });

  it("records that a structure change did not take effect when the server refuses it", async () => {
    const { calls, failure } = await apply({ failures: { CREATE: refused } });
    expect(calls).toEqual(["begin 0", "executing", "CREATE TABLE a (b INT)", "incomplete"]);
    expect(failure).toContain(
      "(CREATE TABLE, line 1) failed with Error ER_DUP_ENTRY (1062, SQLSTATE 23000), and took no effect",
    );
  });

  it.each([ended, new Error("lost")])("leaves a structure change as executing after %s", async (error) => {
    const { calls, failure } = await apply({ failures: { CREATE: error } });
    expect(calls).toEqual(["begin 0", "executing", "CREATE TABLE a (b INT)"]);
    expect(failure).toContain("it is not known whether it took effect");
  });

  it.each([refused, ended, new Error("lost")])("commits nothing after a change of data ends with %s", async (error) => {
    const { calls, failure } = await apply({ failures: { "INSERT INTO a": error } });
    expect(calls.slice(-2)).toEqual(["START TRANSACTION", "INSERT INTO a VALUES ('secret')"]);
    expect(failure).toMatch(/^app\/0001-one\.sql: statement 2 of 2 \(INSERT, line 2\) .*, and took no effect/);
    expect(failure).not.toContain("secret");
  });

  it.each(["executing", "incomplete 1", "START", "incomplete 2", "COMMIT"])("stops when %s fails", async (step) => {
    const { calls, failure } = await apply({ failures: { [step]: new Error("stopped") } });
    expect([calls.at(-1)?.startsWith(step), failure]).toEqual([true, "stopped"]);
  });
});
