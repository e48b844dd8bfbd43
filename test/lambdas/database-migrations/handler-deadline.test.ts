import { handler } from "../../../lambdas/database-migrations/handler";

const world = { closed: 0, queries: [] as string[] };

jest.mock("../../../lambdas/database-migrations/migration-files", () => ({ readMigrations: () => [] }));
jest.mock("../../../lambdas/database-migrations/open-session", () => ({
  migratorSettings: () => ({ secretId: "arn", host: "database.example", port: 3306 }),
  openSession: async () => ({
    session: {
      query: (_what: string, sql: string) => {
        world.queries.push(sql);
        return new Promise(() => undefined);
      },
    },
    close: () => {
      world.closed += 1;
    },
  }),
}));

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe("the handler with a server that does not answer", () => {
  it("closes the connection before the function's timeout, so that no later invocation continues the run", async () => {
    const run = expect(handler({}, { getRemainingTimeInMillis: () => 10_000 })).rejects.toThrow(
      /^the run must end within 8500 ms; run again$/,
    );
    await jest.advanceTimersByTimeAsync(8_499);
    expect([world.queries.length, world.closed]).toEqual([1, 0]);
    await jest.advanceTimersByTimeAsync(1);
    await run;
    expect(world.closed).toBe(1);
  });
});
