import { bootstrap as run } from "../../../lambdas/database-bootstrap/core";
import { type Query, querying } from "../../../lambdas/shared/database/server";
import { lockUser, unlockUser } from "../../../lambdas/shared/database/user-lock";
import { openVerified } from "../../../lambdas/shared/verified-connection";
import { PATIENCE_MS } from "../../helpers/eventually";
import { itNeeding, present } from "../../userdata/needs";
import { MariaDb, TOOLS } from "./mariadb";

let server: MariaDb;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  server = new MariaDb();
  await server.start();
  server.sql("CREATE USER master@'%' IDENTIFIED BY 'p' REQUIRE SSL; GRANT ALL ON *.* TO master@'%' WITH GRANT OPTION");
});
afterAll(() => server?.remove());

const ROLES = { databases: ["app", "reports"], users: new Map([["api", "api"] as const]) };

async function bootstrap(...databases: readonly string[]) {
  return await asMaster((query) => run(query, { databases }));
}

async function asMaster<T>(work: (query: Query) => Promise<T>): Promise<T> {
  const master = {
    host: "localhost",
    port: server.port,
    user: "master",
    password: "p",
    timeout: PATIENCE_MS,
    ca: server.ca,
  };
  const connection = await openVerified(master);
  try {
    return await work(await querying(connection, PATIENCE_MS));
  } finally {
    connection.destroy();
  }
}

describe("the bootstrap against a MariaDB server over TLS", () => {
  itNeeding(TOOLS, "creates the databases, and changes nothing on the second run", async () => {
    expect(await bootstrap("app", "reports")).toEqual({ created: ["app", "reports"], existed: [] });
    server.sql("CREATE TABLE app.kept (id INT); INSERT INTO app.kept VALUES (1)");
    expect(await bootstrap("app", "reports")).toEqual({ created: [], existed: ["app", "reports"] });
    expect(server.sql("SELECT id FROM app.kept").trim()).toBe("1");
    const charset = "SELECT default_character_set_name FROM information_schema.schemata WHERE schema_name = 'app'";
    expect(server.sql(charset).trim()).toBe("utf8mb4");
  });

  itNeeding(TOOLS, "supports two parallel calls", async () => {
    const both = await Promise.all([bootstrap("twice"), bootstrap("twice")]);
    expect(both.flatMap(({ created, existed }) => [...created, ...existed])).toEqual(["twice", "twice"]);
  });
});

describe("grants of a user with every privilege", () => {
  /** Statements of a complete run, with room. */
  const LIMIT = 80;

  const overload = () =>
    server.sql(
      "DROP USER IF EXISTS api; CREATE USER api IDENTIFIED BY 'p'; GRANT ALL ON *.* TO api WITH GRANT OPTION;" +
        "GRANT SELECT, INSERT, DROP ON app.* TO api WITH GRANT OPTION; GRANT SELECT ON twice.* TO api",
    );

  /** Runs as a new client of the user, whatever statements the bootstrap has sent. */
  const use = async () => {
    const connection = await openVerified({
      host: "localhost",
      port: server.port,
      user: "api",
      password: "p",
      timeout: PATIENCE_MS,
      ca: server.ca,
    });
    try {
      await connection.query("INSERT INTO reports.work VALUES (1)");
      await connection.query("DELETE FROM reports.work");
      await connection.query("SELECT * FROM app.kept");
    } finally {
      connection.destroy();
    }
  };

  const grants = () => server.sql("SHOW GRANTS FOR api").trim().split("\n").slice(1).sort();

  itNeeding(TOOLS, "are reduced to the role, with all that the user keeps at every statement", async () => {
    await bootstrap("app", "reports", "twice");
    server.sql("CREATE TABLE IF NOT EXISTS app.kept (id INT); CREATE TABLE reports.work (id INT)");
    let complete = false;
    let stops = 0;
    while (!complete && stops < LIMIT) {
      overload();
      complete = await asMaster(async (query) => {
        let left = stops;
        const cut: Query = async (what, statement) => {
          if (left === 0) {
            throw new Error("stopped");
          }
          left -= 1;
          const rows = await query(what, statement);
          await use();
          return rows;
        };
        return await run(cut, { databases: ROLES.databases, roles: ROLES }).then(
          () => true,
          () => false,
        );
      });
      stops += 1;
      await use();
      await asMaster((query) => run(query, { databases: ROLES.databases, roles: ROLES }));
      expect(grants()).toEqual(
        ["app", "reports"].map((name) => `GRANT SELECT, INSERT, UPDATE, DELETE ON \`${name}\`.* TO \`api\`@\`%\``),
      );
    }
    expect([complete, stops > 20]).toEqual([true, true]);
  });

  itNeeding(TOOLS, "wait for a rotation of the same user, and not for one of another", async () => {
    await asMaster(async (other) => {
      await lockUser(other, "someone_else");
      const outcome = await asMaster((query) => run(query, { databases: ROLES.databases, roles: ROLES }));
      expect(outcome.users).toEqual({ changed: [], unchanged: ["api"], missing: [] });
      await lockUser(other, "api");
      const refused = asMaster((query) => run(query, { databases: ROLES.databases, roles: ROLES }));
      await expect(refused).rejects.toThrow("another rotation of the same user is in progress; try again");
      await unlockUser(other, "api");
      await asMaster((query) => run(query, { databases: ROLES.databases, roles: ROLES }));
    });
  });
});
