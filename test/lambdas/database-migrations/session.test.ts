import type { Connection } from "mysql2/promise";
import { Session } from "../../../lambdas/database-migrations/session";

/** A connection that answers at once. The answer to `slow` is up to the test. */
function connection() {
  const statements: string[] = [];
  const world = { end: (_error?: Error): void => undefined, statements, destroyed: 0 };
  const fake = {
    threadId: 42,
    on: () => fake,
    destroy: () => {
      world.destroyed += 1;
    },
    query: (options: string | { readonly sql: string }) => {
      const sql = typeof options === "string" ? options : options.sql;
      statements.push(sql);
      if (sql !== "slow") {
        return Promise.resolve([[]]);
      }
      return new Promise((resolve, reject) => {
        world.end = (error) => (error ? reject(error) : resolve([[]]));
      });
    },
  };
  return { world, fake: fake as unknown as Connection };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function open(login?: () => Promise<Connection>) {
  const own = connection();
  const other = connection();
  const session = await Session.prepare(own.fake, login ?? (async () => other.fake));
  return { session, own: own.world, other: other.world };
}

describe("Session", () => {
  it("sets every setting on which the meaning of a file depends", async () => {
    const { own } = await open();
    const [, names, settings = ""] = own.statements;
    expect(names).toBe("SET NAMES utf8mb4");
    for (const setting of [
      "SET SESSION sql_mode = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,",
      "SESSION lock_wait_timeout = 60",
      "SESSION innodb_lock_wait_timeout = 60",
      "SESSION wait_timeout = 60",
      "SESSION time_zone = '+00:00'",
      "SESSION autocommit = 1",
    ]) {
      expect(settings).toContain(setting);
    }
    expect(settings).not.toMatch(/ANSI_QUOTES|NO_BACKSLASH_ESCAPES/);
  });

  it("runs a statement, and reports the driver's error", async () => {
    const { session, own, other } = await open();
    await session.run("fast", 1000);
    const failed = session.run("slow", 1000);
    const error = new Error("refused");
    own.end(error);
    await expect(failed).rejects.toBe(error);
    expect(other.statements).toEqual([]);
  });

  it("ends a statement at its limit over another connection, which it closes", async () => {
    const { session, own, other } = await open();
    const run = session.run("slow", 1000);
    await jest.advanceTimersByTimeAsync(999);
    expect(other.statements).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect([other.statements, other.destroyed]).toEqual([["KILL QUERY 42"], 1]);
    const error = Object.assign(new Error("ended"), { errno: 1317 });
    own.end(error);
    await expect(run).rejects.toBe(error);
  });

  it("accepts a statement that succeeds while it is being ended", async () => {
    const { session, own } = await open();
    const run = session.run("slow", 1000);
    await jest.advanceTimersByTimeAsync(1000);
    own.end();
    await expect(run).resolves.toBeUndefined();
  });

  it.each([
    ["does not report its end", undefined],
    ["cannot be ended", () => Promise.reject(new Error("refused"))],
  ])("gives up five seconds after the limit on a statement that %s", async (_, login) => {
    const { session } = await open(login);
    const run = session.run("slow", 1000);
    const failure = expect(run).rejects.toThrow(expect.objectContaining({ name: "DeadlineError" }));
    let over = false;
    void run.catch(() => {
      over = true;
    });
    await jest.advanceTimersByTimeAsync(5_999);
    expect(over).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await failure;
  });
});
