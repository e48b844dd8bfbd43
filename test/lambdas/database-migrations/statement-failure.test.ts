import { isRefusal, statementFailure } from "../../../lambdas/database-migrations/statement-failure";
import { DeadlineError } from "../../../lambdas/shared/deadline";
import { fileOf } from "./files";

const FILE = fileOf("0001-one.sql", "CREATE TABLE a (b INT);\nINSERT INTO a VALUES ('secret');");

const answer = (errno: number, code: string) =>
  Object.assign(new Error("Duplicate entry 'secret'"), { errno, code, sqlState: "HY000" });

const lost = Object.assign(new Error("lost"), { code: "PROTOCOL_CONNECTION_LOST" });

function message(error: unknown, effect: "none" | "unknown", index = 1): string {
  const statement = FILE.statements[index];
  if (!statement) {
    throw new Error("no such statement");
  }
  return statementFailure(FILE, statement, error, effect).message;
}

describe("isRefusal", () => {
  it.each([1050, 1054, 1062, 1205, 1213])("is true for the server's error %d", (errno) => {
    expect(isRefusal(answer(errno, "ER_X"))).toBe(true);
  });

  it.each([1053, 1180, 1317, 1927, 1969, 3024, 4031])("is false for the server's error %d", (errno) => {
    expect(isRefusal(answer(errno, "ER_X"))).toBe(false);
  });

  it.each([
    ["a lost connection", lost],
    ["an error of the socket", Object.assign(new Error("reset"), { errno: -104, code: "ECONNRESET" })],
    ["a deadline", new DeadlineError("the statement", 1)],
  ])("is false for %s", (_, error) => {
    expect(isRefusal(error)).toBe(false);
  });
});

describe("statementFailure", () => {
  it("names file, statement, kind, line and the server's code, and no value", () => {
    expect(message(answer(1062, "ER_DUP_ENTRY"), "none")).toBe(
      "app/0001-one.sql: statement 2 of 2 (INSERT, line 2) failed with Error ER_DUP_ENTRY (1062, SQLSTATE HY000), and took no" +
        " effect; statements before it took effect; correct the file from this statement on, then deploy again",
    );
  });

  it("mentions statements before it only when there are some", () => {
    expect(message(answer(1050, "ER_TABLE_EXISTS_ERROR"), "none", 0)).toContain("took no effect; correct the file");
  });

  it.each([
    [1205, "ER_LOCK_WAIT_TIMEOUT"],
    [1213, "ER_LOCK_DEADLOCK"],
  ])("names other sessions after %d", (errno, code) => {
    expect(message(answer(errno, code), "none")).toContain(
      "end the sessions that use the table, or wait for them, then",
    );
  });

  it.each([answer(1317, "ER_QUERY_INTERRUPTED"), new DeadlineError("the statement", 1)])(
    "says what to do after %s",
    (error) => {
      expect(message(error, "none")).toMatch(
        /was ended, e.g. because .*, and took no effect; .*; divide it into shorter/,
      );
      expect(message(error, "unknown")).toMatch(
        /was ended, e.g. because .*, and it is not known whether it took effect; run again/,
      );
    },
  );

  it("names a lost connection", () => {
    expect(message(lost, "unknown")).toContain(
      "failed with Error PROTOCOL_CONNECTION_LOST, and it is not known whether",
    );
  });
});
