import { EventEmitter } from "node:events";
import type { Connection } from "mysql2/promise";
import { account, querying, versionOf } from "../../../../lambdas/shared/database/server";

/** A connection that answers every statement, or fails it with this error. */
function connectionOf(failing: string, error: unknown = new Error("no failure")) {
  const statements: { sql: string; timeout: number }[] = [];
  let destroyed = false;
  const emitter = Object.assign(new EventEmitter(), {
    query: async (statement: { sql: string; timeout: number }) => {
      statements.push(statement);
      if (statement.sql === failing) {
        throw error;
      }
      return [[{ version: "8.0.42" }]];
    },
    destroy: () => {
      destroyed = true;
    },
  });
  return { connection: emitter as unknown as Connection, emitter, statements, destroyed: () => destroyed };
}

describe("querying", () => {
  it("sets a mode in which backslashes escape, and limits every statement", async () => {
    const { connection, statements } = connectionOf("");
    expect(await versionOf(await querying(connection, 700))).toBe("8.0.42");
    expect(statements).toEqual([
      { sql: "SET SESSION sql_mode = 'STRICT_ALL_TABLES'", timeout: 700 },
      { sql: "SELECT VERSION() AS version", timeout: 700 },
    ]);
  });

  it("closes the connection and reports the code only when a statement fails", async () => {
    const error = Object.assign(new Error("near 's3cret'"), { code: "ER_PARSE_ERROR" });
    const { connection, destroyed } = connectionOf("GRANT s3cret", error);
    const query = await querying(connection, 700);
    expect(destroyed()).toBe(false);
    await expect(query("grant", "GRANT s3cret")).rejects.toThrow(/^the database failed to grant: ER_PARSE_ERROR$/);
    expect(destroyed()).toBe(true);
  });

  it("survives an error between two statements", async () => {
    const { connection, emitter } = connectionOf("");
    await querying(connection, 700);
    expect(emitter.emit("error", new Error("lost"))).toBe(true);
  });
});

describe("account", () => {
  it("escapes the name", () => {
    expect(account("a'b")).toBe("'a\\'b'@'%'");
  });
});
