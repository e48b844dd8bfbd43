import { bootstrap, checkWanted } from "../../../lambdas/database-bootstrap/core";
import type { Row } from "../../../lambdas/shared/database/server";

/** A server with some databases and without users, which records the statements. */
function server(...existing: readonly string[]) {
  const statements: string[] = [];
  const query = async (_what: string, sql: string): Promise<readonly Row[]> => {
    statements.push(sql);
    if (sql.includes("schemata")) {
      return existing.map((name) => ({ name }));
    }
    return sql.includes("GET_LOCK") ? [{ locked: 1 }] : [];
  };
  return { statements, query };
}

const ROLES = { databases: ["app"], users: new Map([["api", "api"] as const]) };

describe("bootstrap", () => {
  it("creates the missing databases and reports the existing ones", async () => {
    const { query, statements } = server("mysql", "app");
    const outcome = await bootstrap(query, { databases: ["app", "reports"] });
    expect(outcome).toEqual({ created: ["reports"], existed: ["app"] });
    expect(statements.slice(1)).toEqual([
      "CREATE DATABASE IF NOT EXISTS `app` CHARACTER SET utf8mb4",
      "CREATE DATABASE IF NOT EXISTS `reports` CHARACTER SET utf8mb4",
    ]);
  });

  it("creates no user, and reports a missing one", async () => {
    const { query, statements } = server("app");
    const outcome = await bootstrap(query, { databases: ["app"], roles: ROLES });
    expect(outcome.users).toEqual({ changed: [], unchanged: [], missing: ["api"] });
    expect(statements.filter((sql) => /^(GRANT|REVOKE|CREATE USER)/.test(sql))).toEqual([]);
  });
});

describe("checkWanted", () => {
  it("accepts valid names", () => {
    expect(() => checkWanted({ databases: ["app", "reports"], roles: ROLES }, "master")).not.toThrow();
    expect(() => checkWanted({ databases: ["app"] }, "api")).not.toThrow();
  });

  it.each([[["app", "a`; DROP DATABASE app"]], [["1st"]], [[""]], [[]]])("fails when the names are %j", (databases) => {
    expect(() => checkWanted({ databases }, "master")).toThrow(
      `databases must be names of 1 to 64 letters, digits or underscores, got ${JSON.stringify(databases)}`,
    );
  });

  it("fails when the roles name a database that is not created", () => {
    expect(() => checkWanted({ databases: ["other"], roles: ROLES }, "master")).toThrow(
      'databases must contain those of DATABASE_ROLES, got ["other"]; add app',
    );
  });

  it("fails when the roles name the master user, whose privileges would be revoked", () => {
    expect(() => checkWanted({ databases: ["app"], roles: ROLES }, "api")).toThrow(
      "users of DATABASE_ROLES must not contain the master user, got api",
    );
  });
});
