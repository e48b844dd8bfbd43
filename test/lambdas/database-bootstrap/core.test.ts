import { createDatabases, credentialsIn } from "../../../lambdas/database-bootstrap/core";

/** A server with some databases, which records the statements. */
function server(...existing: readonly string[]) {
  const statements: string[] = [];
  const query = async (sql: string) => {
    statements.push(sql);
    return [existing.map((name) => ({ name }))];
  };
  return { statements, query };
}

describe("createDatabases", () => {
  it("creates the missing databases and reports the existing ones", async () => {
    const database = server("mysql", "app");
    expect(await createDatabases(database, ["app", "reports"])).toEqual({ created: ["reports"], existed: ["app"] });
    expect(database.statements.slice(1)).toEqual([
      "CREATE DATABASE IF NOT EXISTS `app` CHARACTER SET utf8mb4",
      "CREATE DATABASE IF NOT EXISTS `reports` CHARACTER SET utf8mb4",
    ]);
  });

  it.each([[["app", "a`; DROP DATABASE app"]], [["1st"]], [[""]], [[]]])(
    "sends no statement when the names are %j",
    async (names) => {
      const database = server();
      await expect(createDatabases(database, names)).rejects.toThrow("databases must be names of 1 to 64 letters");
      expect(database.statements).toEqual([]);
    },
  );
});

describe("credentialsIn", () => {
  it("reads the secret that RDS writes", () => {
    expect(credentialsIn('{"username":"master","password":"p"}')).toEqual({ user: "master", password: "p" });
  });

  it.each([undefined, "", "null", "not JSON: hunter2", '{"username":"master"}', '{"password":"hunter2"}'])(
    "fails on %s without quoting it",
    (secret) => {
      expect(() => credentialsIn(secret)).toThrow(/^the master secret must be JSON with username and password$/);
    },
  );
});
