import { type AddressInfo, createServer, Socket } from "node:net";
import { createHandler } from "../../../lambdas/databases/handler";
import { passTimeInTurns } from "../../helpers/turns";

const SETTINGS = {
  DATABASE_HOST: "127.0.0.1",
  DATABASE_USER: "app",
  AWS_REGION: "eu-west-1",
};

describe("the handler of GET /databases", () => {
  passTimeInTurns();

  const before = { ...process.env };
  const write = console.error;
  const log: string[] = [];
  beforeEach(() => {
    // The signer reads its credentials from the environment, as in Lambda.
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "very-secret" });
    log.length = 0;
    console.error = (line: string) => log.push(line);
  });
  afterEach(() => {
    process.env = { ...before };
    console.error = write;
  });

  it("answers 503 without internals when the connection is refused, and logs the cause", async () => {
    expect(await createHandler({ ...SETTINGS, DATABASE_PORT: "1" })({})).toEqual({
      statusCode: 503,
      headers: { "content-type": "application/json", "retry-after": "1" },
      body: '{"message":"The database is not available"}',
    });
    const [line = ""] = log;
    expect(JSON.parse(line)).toMatchObject({ code: "ECONNREFUSED" });
    expect(line).not.toMatch(/very-secret|X-Amz/);
  });

  it("answers 503 after four seconds when a server accepts and stays silent", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      const DATABASE_PORT = String((server.address() as AddressInfo).port);
      expect(await createHandler({ ...SETTINGS, DATABASE_PORT })({})).toMatchObject({ statusCode: 503 });
      expect(log[0]).toContain("connecting must end within 4000 ms");
    } finally {
      server.close();
    }
  });

  it("connects to the proxy only, as its security groups allow", async () => {
    const targets: unknown[] = [];
    const connect = jest.spyOn(Socket.prototype, "connect").mockImplementation(function (
      this: Socket,
      ...to: unknown[]
    ) {
      targets.push(...to.flat().filter((target) => typeof target === "object" && target !== null));
      this.destroy(new Error("refused"));
      return this;
    });
    try {
      expect(await createHandler({ ...SETTINGS, DATABASE_PORT: "3306" })({})).toMatchObject({ statusCode: 503 });
    } finally {
      connect.mockRestore();
    }
    expect(targets).toEqual([expect.objectContaining({ host: "127.0.0.1", port: 3306 })]);
  });

  it("accepts null as the query string, which a REST API sends", async () => {
    expect(await createHandler({})({ queryStringParameters: null })).toMatchObject({ statusCode: 503 });
    expect(log[0]).toContain("DATABASE_HOST must be set");
  });

  it("answers 503 when a setting is missing, and logs its name", async () => {
    expect(await createHandler({})({})).toMatchObject({ statusCode: 503 });
    expect(log[0]).toContain("DATABASE_HOST must be set");
  });
});
