import { createDatabases, credentialsIn } from "../../../lambdas/database-bootstrap/core";

/** A server with some databases, which keeps what it was told. */
function server(...existing: readonly string[]) {
  const said: string[] = [];
  const query = async (sql: string) => {
    said.push(sql);
    return [existing.map((name) => ({ name }))];
  };
  return { said, query };
}

describe("createDatabases", () => {
  it("creates what is missing and says which there were", async () => {
    const database = server("mysql", "app");
    expect(await createDatabases(database, ["app", "reports"])).toEqual({ created: ["reports"], existed: ["app"] });
    expect(database.said.slice(1)).toEqual([
      "CREATE DATABASE IF NOT EXISTS `app` CHARACTER SET utf8mb4",
      "CREATE DATABASE IF NOT EXISTS `reports` CHARACTER SET utf8mb4",
    ]);
  });

  it.each([[["app", "a`; DROP DATABASE app"]], [["1st"]], [[""]], [[]]])(
    "says nothing to the server when the names are %j",
    async (names) => {
      const database = server();
      await expect(createDatabases(database, names)).rejects.toThrow("databases must be names of 1 to 64 letters");
      expect(database.said).toEqual([]);
    },
  );
});

describe("credentialsIn", () => {
  it("reads what RDS writes", () => {
    expect(credentialsIn('{"username":"master","password":"p"}')).toEqual({ user: "master", password: "p" });
  });

  it.each([undefined, "", "null", "not JSON: hunter2", '{"username":"master"}', '{"password":"hunter2"}'])(
    "fails on %s without repeating it",
    (secret) => {
      expect(() => credentialsIn(secret)).toThrow(/^the master secret must be JSON with username and password$/);
    },
  );
});
