import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Connector, listDatabases } from "../../../lambdas/databases/core";
import { openSession } from "../../../lambdas/databases/session";
import { itNeeding, present } from "../../userdata/needs";
import { makeAuthority } from "../certificates";
import { MariaDb, TOOLS } from "./mariadb";

const REQUEST_LIMIT = 26_000;
let server: MariaDb;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  server = new MariaDb();
  await server.start();
  server.sql(
    "CREATE DATABASE app; CREATE USER app@'%' IDENTIFIED BY 'token-1' REQUIRE SSL; GRANT ALL ON app.* TO app@'%'",
  );
});
afterAll(() => server?.remove());
// The tests control when the connector's time limits end, because a busy machine can delay the server's process.
beforeEach(() => jest.useFakeTimers({ doNotFake: ["nextTick", "performance", "queueMicrotask", "setImmediate"] }));
afterEach(() => jest.useRealTimers());
beforeEach(() => server?.sql("ALTER USER app@'%' IDENTIFIED BY 'token-1'"));

/** A connector whose signer creates `token-1`, `token-2`, ... */
function connector({ host = "localhost", ca = server.ca } = {}) {
  const signed: string[] = [];
  const opened: string[] = [];
  let minutes = 0;
  return {
    signed,
    opened,
    wait: (by: number) => (minutes += by),
    it: new Connector({
      requestLimit: REQUEST_LIMIT,
      now: () => minutes * 60_000,
      sign: async () => {
        signed.push(`token-${signed.length + 1}`);
        return signed.at(-1) as string;
      },
      open: (password, timeout) => {
        opened.push(password);
        return openSession({
          host,
          port: server.port,
          user: "app",
          password,
          timeout,
          clearText: true,
          ca,
        });
      },
    }),
  };
}

const connections = () =>
  server.sql("SELECT id FROM information_schema.processlist WHERE user = 'app'").split("\n").filter(Boolean);
const kill = () => {
  for (const id of connections()) {
    server.sql(`KILL ${id}`);
  }
};

describe("the connector against a MariaDB server over TLS", () => {
  itNeeding(TOOLS, "lists the databases over TLS, and MySQL's system databases on request", async () => {
    const { it } = connector();
    expect(await listDatabases(it, { system: false })).toEqual(["app"]);
    expect(await listDatabases(it, { system: true })).toContain("information_schema");
    const [row] = await it.query("SHOW SESSION STATUS LIKE 'Ssl_version'");
    expect(row?.Value).toMatch(/^TLSv1\.[23]$/);
  });

  itNeeding(TOOLS, "creates one token and opens one connection for many requests", async () => {
    const before = connections().length;
    const { it, signed } = connector();
    for (let request = 0; request < 5; request += 1) {
      await it.query("SELECT 1");
    }
    expect(signed).toHaveLength(1);
    expect(connections()).toHaveLength(before + 1);
  });

  itNeeding(TOOLS, "answers a request that loses its connection, with a new token", async () => {
    const { it, signed, opened } = connector();
    await it.query("SELECT 1");
    kill();
    server.sql("ALTER USER app@'%' IDENTIFIED BY 'token-2'");
    expect(await listDatabases(it, { system: false })).toEqual(["app"]);
    expect([signed, opened]).toEqual([
      ["token-1", "token-2"],
      ["token-1", "token-2"],
    ]);
  });

  itNeeding(TOOLS, "answers a request whose token is refused, with a new token", async () => {
    server.sql("ALTER USER app@'%' IDENTIFIED BY 'token-2'");
    const { it, opened } = connector();
    expect(await it.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(opened).toEqual(["token-1", "token-2"]);
  });

  itNeeding(TOOLS, "fails after two tokens for a user that the server refuses", async () => {
    server.sql("ALTER USER app@'%' IDENTIFIED BY 'another'");
    const { it, opened } = connector();
    await expect(it.query("SELECT 1")).rejects.toMatchObject({ code: "ER_ACCESS_DENIED_ERROR" });
    expect(opened).toHaveLength(2);
  });

  itNeeding(TOOLS, "uses no token that is 13 minutes old for a new connection", async () => {
    const { it, wait, opened } = connector();
    await expect(it.query("SELECT nonsense FROM nowhere.at_all")).rejects.toThrow();
    await it.query("SELECT 1");
    wait(13);
    await it.query("SELECT 1");
    expect(opened).toEqual(["token-1"]);
    kill();
    server.sql("ALTER USER app@'%' IDENTIFIED BY 'token-2'");
    await it.query("SELECT 1");
    expect(opened).toEqual(["token-1", "token-2"]);
  });

  itNeeding(TOOLS, "refuses a certificate of an unknown authority", async () => {
    makeAuthority(server.folder, "stranger");
    const { it } = connector({ ca: readFileSync(join(server.folder, "stranger.pem"), "utf8") });
    await expect(it.query("SELECT 1")).rejects.toThrow(/certificate|issuer/i);
  });

  itNeeding(TOOLS, "refuses a private authority when it trusts the system's authorities only", async () => {
    const session = openSession({
      host: "localhost",
      port: server.port,
      user: "app",
      password: "token-1",
      timeout: REQUEST_LIMIT,
    });
    await expect(session).rejects.toThrow(/certificate/i);
  });

  itNeeding(TOOLS, "refuses a valid certificate for another name", async () => {
    await server.stop();
    await server.start({ name: "other.example" });
    try {
      await expect(connector().it.query("SELECT 1")).rejects.toThrow(/altnames: Host: localhost. is not in the cert/);
    } finally {
      await server.stop();
      await server.start();
    }
  });

  itNeeding(TOOLS, "sends no token to a server without TLS", async () => {
    await server.stop();
    await server.start({ tls: false });
    try {
      const { it } = connector();
      await expect(it.query("SELECT 1")).rejects.toThrow(/secure connection/);
    } finally {
      await server.stop();
      await server.start();
    }
  });

  itNeeding(TOOLS, "fails at once while the server is down, and answers when it is back", async () => {
    const { it } = connector();
    await it.query("SELECT 1");
    await server.stop();
    await expect(it.query("SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await server.start();
    for (const next of ["token-2", "token-3", "token-4"]) {
      server.sql(`ALTER USER app@'%' IDENTIFIED BY '${next}'`);
      const answered = await it.query("SELECT 1").then(
        () => true,
        () => false,
      );
      if (answered) {
        return;
      }
    }
    throw new Error("did not answer again");
  });

  itNeeding(TOOLS, "ends a query at the request limit and closes its connection", async () => {
    const { it } = connector();
    const ended = expect(it.query("SELECT SLEEP(600)")).rejects.toThrow("the query must end within 26000 ms");
    while (!server.sql("SELECT info FROM information_schema.processlist WHERE user = 'app'").includes("SLEEP")) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    jest.advanceTimersByTime(REQUEST_LIMIT);
    await ended;
    expect(await it.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
