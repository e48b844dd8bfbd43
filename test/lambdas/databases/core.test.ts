import { Connector, listDatabases, type Session } from "../../../lambdas/databases/core";

const ROWS = [{ name: "app" }];

/** A database whose queries fail with the next of `failures`, and succeed when none is left. */
function database(failures: readonly (string | undefined)[] = []) {
  const left = [...failures];
  const sessions: (Session & { destroyed: boolean; lost: boolean })[] = [];
  const tokens: string[] = [];
  let minutes = 0;
  let signed = 0;
  const connector = new Connector({
    requestLimit: 26_000,
    now: () => minutes * 60_000,
    sign: async () => {
      signed += 1;
      return `token-${signed}`;
    },
    open: async (token) => {
      tokens.push(token);
      const session = {
        destroyed: false,
        lost: false,
        query: async () => {
          const code = left.shift();
          if (code) {
            throw Object.assign(new Error(code), { code });
          }
          return ROWS;
        },
        destroy() {
          session.destroyed = true;
        },
      };
      sessions.push(session);
      return session;
    },
  });
  return { connector, sessions, tokens, wait: (by: number) => (minutes += by) };
}

describe("Connector", () => {
  it("keeps one connection for all requests", async () => {
    const { connector, sessions } = database();
    await connector.query("a");
    await connector.query("b");
    expect(sessions).toHaveLength(1);
  });

  it.each(["PROTOCOL_CONNECTION_LOST", "ECONNRESET", "EPIPE", "ER_SERVER_SHUTDOWN", "ER_CLIENT_INTERACTION_TIMEOUT"])(
    "repeats the query over a new connection with a new token after %s",
    async (code) => {
      const { connector, sessions, tokens } = database([undefined, code]);
      await connector.query("a");
      expect(await connector.query("b")).toBe(ROWS);
      expect(tokens).toEqual(["token-1", "token-2"]);
      expect(sessions.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    },
  );

  it("repeats the query once only", async () => {
    const { connector, sessions } = database(["ECONNRESET", "ECONNRESET"]);
    await expect(connector.query("a")).rejects.toThrow("ECONNRESET");
    expect(sessions).toHaveLength(2);
  });

  it("opens a new connection when the old one was lost between two requests", async () => {
    const { connector, sessions, tokens } = database();
    await connector.query("a");
    for (const session of sessions) {
      session.lost = true;
    }
    await connector.query("b");
    expect(tokens).toEqual(["token-1", "token-2"]);
  });

  it("keeps the connection after an SQL error, and does not repeat the query", async () => {
    const { connector, sessions } = database(["ER_PARSE_ERROR"]);
    await expect(connector.query("a")).rejects.toThrow("ER_PARSE_ERROR");
    await connector.query("b");
    expect(sessions).toHaveLength(1);
  });

  it("creates a new token when one is refused", async () => {
    const { connector, tokens } = database(["ER_ACCESS_DENIED_ERROR"]);
    expect(await connector.query("a")).toBe(ROWS);
    expect(tokens).toEqual(["token-1", "token-2"]);
  });

  it.each([
    [12, "token-1"],
    [13, "token-2"],
  ])("opens a connection %d minutes later with %s", async (minutes, expected) => {
    const { connector, tokens, wait } = database(["EWHATEVER"]);
    await expect(connector.query("a")).rejects.toThrow("EWHATEVER");
    wait(minutes);
    await connector.query("b");
    expect(tokens).toEqual(["token-1", expected]);
  });

  it("ends a query at its limit and closes the connection", async () => {
    const destroyed: boolean[] = [];
    const never = { query: () => new Promise<never>(() => {}), destroy: () => destroyed.push(true), lost: false };
    const connector = new Connector({ sign: async () => "t", open: async () => never, requestLimit: 20, now: () => 0 });
    await expect(connector.query("a")).rejects.toThrow("the query must end within 20 ms");
    expect(destroyed).toEqual([true]);
  });

  it("limits each step to the rest of the request", async () => {
    let time = 0;
    const limits: number[] = [];
    const connector = new Connector({
      requestLimit: 18_000,
      now: () => time,
      sign: async () => {
        time += 14_000;
        return "t";
      },
      open: async (_, milliseconds) => {
        limits.push(milliseconds);
        time += 3_990;
        return { query: () => new Promise<never>(() => {}), destroy: () => undefined, lost: false };
      },
    });
    await expect(connector.query("a")).rejects.toThrow("the query must end within 10 ms");
    expect(limits).toEqual([4000]);
  });

  it("ends the wait for credentials at its limit", async () => {
    const open = () => Promise.reject(new Error("opened"));
    const connector = new Connector({ sign: () => new Promise(() => {}), open, requestLimit: 20, now: () => 0 });
    await expect(connector.query("a")).rejects.toThrow("creating a token must end within 20 ms");
  });
});

describe("listDatabases", () => {
  const names = ["app", "information_schema", "mysql", "performance_schema", "sys"];
  const connector = { query: async () => names.map((name) => ({ name })) };

  it("leaves MySQL's system databases out", async () => {
    expect(await listDatabases(connector, { system: false })).toEqual(["app"]);
  });

  it("includes them on request", async () => {
    expect(await listDatabases(connector, { system: true })).toEqual(names);
  });
});
