import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import type { HttpAnswer } from "../../../lambdas/databases/handler";

/** A fresh copy of the handler: it keeps its connection for as long as the module lives. */
async function invoke(environment: Record<string, string>): Promise<HttpAnswer> {
  Object.assign(process.env, environment);
  let answer: Promise<HttpAnswer> | undefined;
  jest.isolateModules(() => {
    answer = require("../../../lambdas/databases/handler").handler({});
  });
  return (await answer) as HttpAnswer;
}

describe("the handler of GET /databases", () => {
  const before = { ...process.env };
  let log: jest.SpyInstance;
  beforeEach(() => {
    log = jest.spyOn(console, "error").mockImplementation(() => undefined);
  });
  afterEach(() => {
    process.env = { ...before };
    log.mockRestore();
  });

  const settings = {
    DATABASE_HOST: "127.0.0.1",
    DATABASE_USER: "app",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "very-secret",
  };

  it("answers 503 without internals when nobody listens, and says why in the log alone", async () => {
    const answer = await invoke({ ...settings, DATABASE_PORT: "1" });
    expect(answer).toEqual({
      statusCode: 503,
      headers: { "content-type": "application/json", "retry-after": "1" },
      body: '{"message":"The database is not available"}',
    });
    const [line] = log.mock.calls[0] as [string];
    expect(JSON.parse(line)).toMatchObject({ code: "ECONNREFUSED" });
    expect(line).not.toMatch(/very-secret|X-Amz/);
  });

  it("answers 503 within five seconds when a server accepts and says nothing", async () => {
    const server: Server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const started = performance.now();
    try {
      const port = String((server.address() as AddressInfo).port);
      expect(await invoke({ ...settings, DATABASE_PORT: port })).toMatchObject({ statusCode: 503 });
      expect(performance.now() - started).toBeLessThan(5000);
    } finally {
      server.close();
    }
  });

  it("answers 503 when its settings are missing", async () => {
    delete process.env.DATABASE_HOST;
    expect(await invoke({ AWS_REGION: "eu-west-1" })).toMatchObject({ statusCode: 503 });
  });
});
