import { Connector, type Session } from "../../../lambdas/databases/core";
import { requestTimes } from "../../../modules/shared/request-times";

const REQUEST_LIMIT = requestTimes().requestSeconds * 1000;
/** The `retry-after` of a 503. */
const RETRY_AFTER = 1000;
const ROWS = [{ name: "app" }];

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A session of a proxy that holds a login or a query until its database is back. */
async function openHeld(backAt: number, held: "login" | "query"): Promise<Session> {
  const hold = async (step: "login" | "query") => {
    const left = backAt - Date.now();
    if (step === held && left > 0) {
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  };
  await hold("login");
  const query = async () => {
    await hold("query");
    return ROWS;
  };
  return { query, destroy: () => undefined, lost: false };
}

/** When each request of a client ends, in seconds from the start, and how. The client repeats a 503 after its `retry-after`. */
async function client(failoverSeconds: number, held: "login" | "query") {
  const start = Date.now();
  const connector = new Connector({
    requestLimit: REQUEST_LIMIT,
    sign: async () => "token",
    open: (_, milliseconds) => within(milliseconds, openHeld(start + failoverSeconds * 1000, held)),
  });
  const answers: [seconds: number, status: number][] = [];
  const requests = (async () => {
    while (answers.at(-1)?.[1] !== 200 && answers.length < 10) {
      const status = await connector.query("SELECT 1").then(
        () => 200,
        () => 503,
      );
      answers.push([(Date.now() - start) / 1000, status]);
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    }
  })();
  await jest.advanceTimersByTimeAsync(10 * 60_000);
  await requests;
  return answers;
}

/** As `openSession` does, which ends the login at its limit. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return await Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => reject(Object.assign(new Error("connecting"), { code: "ETIMEDOUT" })), milliseconds);
    }),
  ]);
}

describe.each(["login", "query"] as const)("a failover during which the proxy holds each %s", (step) => {
  it("delays a request, if it ends within the request limit", async () => {
    expect(await client(20, step)).toEqual([[20, 200]]);
  });

  it.each([
    [
      30,
      [
        [26, 503],
        [30, 200],
      ],
    ],
    [
      60,
      [
        [26, 503],
        [53, 503],
        [60, 200],
      ],
    ],
  ])("of %d seconds is a 503 at the request limit, and an answer once it has ended", async (seconds, expected) => {
    expect(await client(seconds, step)).toEqual(expected);
  });
});
