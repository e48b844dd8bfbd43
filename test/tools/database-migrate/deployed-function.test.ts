import { LambdaClient } from "@aws-sdk/client-lambda";
import { deployedChecksum, invokeMigrations } from "../../../tools/database-migrate/deployed-function";
import { clientSettings } from "../../../tools/shared/client-settings";
import { FakeLambda } from "../../helpers/fake-lambda";
import { freePort } from "../../lab/free-port";

const TARGET = {
  name: "p-dev-aurora-migrations",
  stack: "dev-aurora-api-schema",
  accountId: "111111111111",
};
const RESULT = { plan: true, databases: [] };
const AFTERWARDS = "the function may still run on AWS, for at most 15 minutes; wait, then see the state with --plan";

let fake: FakeLambda;
beforeEach(async () => {
  fake = await FakeLambda.start();
});
afterEach(() => fake.close());

function client(endpoint = fake.url, answerMs = 60_000) {
  return new LambdaClient({
    ...clientSettings({ maxAttempts: 1, answerMs }),
    region: "eu-west-1",
    endpoint,
    credentials: { accessKeyId: "sample", secretAccessKey: "sample" },
  });
}

const NEVER = new AbortController().signal;
const invoke = (lambda = client(), signal = NEVER) => invokeMigrations(lambda, TARGET, { plan: true }, signal);
const failed = (errorType: string, errorMessage: string) => ({
  headers: { "x-amz-function-error": "Unhandled" },
  body: { errorType, errorMessage, trace: ["Error: secret"] },
});
const refused = (status: number, type: string) => ({
  status,
  headers: { "x-amzn-errortype": type },
  body: { Message: "no" },
});

describe("the checksum of a deployed function", () => {
  it("is in its description", async () => {
    const checksum = "0123456789abcdef".repeat(4);
    fake.answers.configuration = { body: { Description: `Applies SQL files. SHA-256 of the files: ${checksum}` } };
    expect(await deployedChecksum(client(), TARGET)).toBe(checksum);
  });

  it("is missing if the description has none", async () => {
    fake.answers.configuration = { body: { Description: "Another function" } };
    expect(await deployedChecksum(client(), TARGET)).toBeUndefined();
  });

  it("needs a deployed function", async () => {
    fake.answers.configuration = refused(404, "ResourceNotFoundException");
    await expect(deployedChecksum(client(), TARGET)).rejects.toMatchObject({
      exitCode: 1,
      message:
        "the function p-dev-aurora-migrations must be deployed, got none; deploy the stack dev-aurora-api-schema",
    });
  });

  it("needs permission", async () => {
    fake.answers.configuration = refused(403, "AccessDeniedException");
    await expect(deployedChecksum(client(), TARGET)).rejects.toMatchObject({
      exitCode: 2,
      message: "AWS must accept the request, got AccessDeniedException: no; use a role that allows this request",
    });
  });
});

describe("an invocation", () => {
  it("sends the event and returns the result", async () => {
    fake.answers.invocation = { body: RESULT };
    expect(await invoke()).toEqual(RESULT);
    expect(fake.events).toEqual([{ plan: true }]);
  });

  it("fails with the message of the function, without its stack trace", async () => {
    fake.answers.invocation = failed("LoggableError", "app/0002-x.sql must not change, got another checksum");
    await expect(invoke()).rejects.toMatchObject({
      exitCode: 1,
      message: "app/0002-x.sql must not change, got another checksum",
    });
  });

  it("names the options to continue in place of events", async () => {
    fake.answers.invocation = failed(
      "Error",
      'compare, then invoke with {"repeat":"app/0001-a.sql"} if it did not, or with {"continueAfter":"app/0001-a.sql"} if it did',
    );
    await expect(invoke()).rejects.toThrow(
      /^compare, then run again with --repeat app\/0001-a\.sql if it did not, or with --continue-after app\/0001-a\.sql if it did$/,
    );
  });

  it.each([
    ["Sandbox.Timedout", "RequestId: 1 Error: Task timed out after 900.00 seconds"],
    ["undefined", "2026-11-25T13:00:00.000Z 1 Task timed out after 900.00 seconds"],
  ])("names the way on after the function's timeout, reported as %s", async (type, message) => {
    fake.answers.invocation = failed(type, message);
    await expect(invoke()).rejects.toThrow(
      `the migrations must end within the function's timeout, got ${JSON.stringify(message)}; run the statement by hand, see ` +
        '"Long statements" in docs/aurora-api-schema.md',
    );
  });

  it("names the log if the runtime failed", async () => {
    fake.answers.invocation = failed(
      "Runtime.ExitError",
      "RequestId: 1 Error: Runtime exited with error: signal: killed",
    );
    await expect(invoke()).rejects.toThrow(
      "the function must run to its end, got Runtime.ExitError: RequestId: 1 Error: Runtime exited with error: signal: killed; " +
        "read its log, and see the state with --plan",
    );
  });

  it.each([
    [{ headers: { "x-amz-function-error": "Unhandled" }, body: "not JSON" }, "must report its error, got"],
    [{ body: {} }, "the function must answer with its databases, got {}"],
    [{ body: "null" }, "the function must answer with its databases, got null"],
    [
      { body: { plan: false, databases: [{ database: "app", files: [{ state: "new" }] }] } },
      "must answer with its databases",
    ],
    [{ body: { plan: true, databases: [{ database: "app\u001b[2J", files: [] }] } }, "must answer with its databases"],
    [
      { headers: { "x-amz-function-error": "Unhandled" }, body: "x".repeat(6_000_000) },
      /^the function must report its error, got "\\?"?x{70,80}"; read its log$/,
    ],
  ])("reports the answer %j", async (answer, message) => {
    fake.answers.invocation = answer;
    await expect(invoke()).rejects.toThrow(message);
  });

  it("is sent once when Lambda or the connection fails", async () => {
    fake.answers.invocation = refused(500, "ServiceException");
    const problem = (name: string) => ({
      exitCode: 2,
      message: expect.stringMatching(new RegExp(`^the function must answer, got ${name}: .*; ${AFTERWARDS}$`)),
    });
    await expect(invoke()).rejects.toMatchObject(problem("ServiceException"));
    fake.answers.invocation = "breaks";
    await expect(invoke()).rejects.toMatchObject(problem("\\w+"));
    expect(fake.events).toHaveLength(2);
  });

  it("reports throttling", async () => {
    fake.answers.invocation = refused(429, "TooManyRequestsException");
    await expect(invoke()).rejects.toThrow(
      "Lambda must accept the invocation, got TooManyRequestsException: no; run the command again in a minute",
    );
  });

  it("reports a function that does not answer in time", async () => {
    fake.answers.invocation = "never";
    await expect(invoke(client(fake.url, 50))).rejects.toThrow(AFTERWARDS);
  });

  it("does not suggest a running function if no connection was opened", async () => {
    const lambda = client(`http://127.0.0.1:${await freePort()}`);
    const problem = await invoke(lambda).catch(String);
    expect(problem).toContain("ECONNREFUSED");
    expect(problem).not.toContain(AFTERWARDS);
  });

  it("reports an interruption while the function runs", async () => {
    fake.answers.invocation = "never";
    const interruption = new AbortController();
    const { invoked } = fake;
    const running = invoke(client(), interruption.signal);
    await invoked;
    interruption.abort();
    await expect(running).rejects.toThrow(`the command was interrupted; ${AFTERWARDS}`);
  });
});
