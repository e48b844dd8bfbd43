import { bootstrap as run } from "../../../lambdas/database-bootstrap/core";
import { querying } from "../../../lambdas/shared/database/server";
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

async function bootstrap(...databases: readonly string[]) {
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
    return await run(await querying(connection, PATIENCE_MS), { databases });
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
