import { spawn } from "node:child_process";
import { once } from "node:events";
import { migrationsChecksum } from "../../../lambdas/shared/migrations/checksum";
import { localMigrations } from "../../../tools/database-migrate/local-files";
import { runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { NO_SETTINGS, nodeArguments } from "../../helpers/command";
import { PATIENCE_MS } from "../../helpers/eventually";
import { FakeLambda } from "../../helpers/fake-lambda";
import { freePort } from "../../lab/free-port";

const CHECKSUM = migrationsChecksum(localMigrations(REPOSITORY_ROOT, "stacks/aurora-api/migrations"));
const OTHER =
  "the function project-x-dev-aurora-migrations must have the migrations of this checkout, got other ones; deploy the stack " +
  "dev-aurora-api-schema first\n";
const FILE = { file: "0001-create-notes.sql", statements: 1, from: 1, kinds: ["CREATE TABLE"] };
const result = (plan: boolean) => ({
  plan,
  databases: [{ database: "app", files: [{ ...FILE, state: plan ? "planned" : "applied" }] }],
});

let fake: FakeLambda;
beforeEach(async () => {
  fake = await FakeLambda.start();
  fake.answers.configuration = { body: { Description: `SHA-256 of the files: ${CHECKSUM}` } };
});
afterEach(() => fake.close());

function settings(endpoint: string) {
  return { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "sample", AWS_SECRET_ACCESS_KEY: "sample" };
}

async function migrate(args: readonly string[], endpoint = fake.url) {
  const { code, stdout, stderr } = await runProgram(
    process.execPath,
    [...nodeArguments("database:migrate"), "--environment", "dev", ...args],
    {
      cwd: REPOSITORY_ROOT,
      env: { ...NO_SETTINGS, ...settings(endpoint) },
      timeoutSeconds: PATIENCE_MS / 1000,
    },
  );
  return { code, stdout, stderr };
}

describe("npm run database:migrate", () => {
  it("applies the migrations of the checkout", async () => {
    fake.answers.invocation = { body: result(false) };
    expect(await migrate([])).toEqual({
      code: 0,
      stdout: expect.stringContaining("\n1 file of 1 applied to dev.\n"),
      stderr: "Migrating in project-x-dev-aurora-migrations ...\n",
    });
    expect(fake.events).toEqual([{}]);
  });

  it("continues after a file", async () => {
    fake.answers.invocation = { body: result(false) };
    expect(await migrate(["--continue-after", "app/0001-create-notes.sql"])).toMatchObject({ code: 0 });
    expect(fake.events).toEqual([{ continueAfter: "app/0001-create-notes.sql" }]);
  });

  it("exits with 1 and the function's message when it fails", async () => {
    fake.answers.invocation = {
      headers: { "x-amz-function-error": "Unhandled" },
      body: { errorType: "LoggableError", errorMessage: "app/0001-create-notes.sql:4 must succeed" },
    };
    expect(await migrate([])).toEqual({
      code: 1,
      stdout: "",
      stderr: "Migrating in project-x-dev-aurora-migrations ...\napp/0001-create-notes.sql:4 must succeed\n",
    });
  });

  it("prints a message in one line, without characters that a terminal interprets", async () => {
    fake.answers.invocation = {
      headers: { "x-amz-function-error": "Unhandled" },
      body: { errorType: "Error", errorMessage: "a \u001b]0;title\u0007\u009b31m\r\nb" },
    };
    expect(await migrate([])).toEqual({
      code: 1,
      stdout: "",
      stderr: "Migrating in project-x-dev-aurora-migrations ...\na \ufffd]0;title\ufffd\ufffd31m b\n",
    });
  });

  it("applies nothing if the function has other migrations", async () => {
    fake.answers.configuration = { body: { Description: `SHA-256 of the files: ${"0".repeat(64)}` } };
    expect(await migrate([])).toEqual({ code: 1, stdout: "", stderr: OTHER });
    expect(fake.events).toEqual([]);
  });

  it("plans what the function has, and exits with 1 if the checkout has something else", async () => {
    fake.answers.configuration = { body: { Description: "" } };
    fake.answers.invocation = { body: result(true) };
    expect(await migrate(["--plan"])).toEqual({
      code: 1,
      stdout: expect.stringContaining("1 file of 1 would be applied to dev."),
      stderr: `Planning in project-x-dev-aurora-migrations ...\n${OTHER}`,
    });
    expect(fake.events).toEqual([{ plan: true }]);
  });

  it("says after an interruption that the function still runs", async () => {
    fake.answers.invocation = "never";
    const command = spawn(process.execPath, [...nodeArguments("database:migrate"), "--environment", "dev"], {
      cwd: REPOSITORY_ROOT,
      env: { ...process.env, ...NO_SETTINGS, ...settings(fake.url) },
    });
    let stderr = "";
    command.stderr.on("data", (text) => {
      stderr += text;
    });
    const { invoked } = fake;
    const ended = once(command, "exit");
    await Promise.race([invoked, ended]);
    command.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    expect(stderr).toBe(
      "Migrating in project-x-dev-aurora-migrations ...\nthe command was interrupted; the function may still run on AWS, for at " +
        "most 15 minutes; wait, then see the state with --plan\n",
    );
  });

  it("refuses credentials of another account", async () => {
    fake.answers.account = "999999999999";
    expect(await migrate(["--plan"])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "the AWS credentials must be those of account 111111111111, got 999999999999; choose another profile, or correct " +
        "accountId in config/\n",
    });
    expect(fake.events).toEqual([]);
  });

  it("reports that AWS cannot be reached", async () => {
    expect(await migrate(["--plan"], `http://127.0.0.1:${await freePort()}`)).toEqual({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^AWS must answer: connect "127\.0\.0\.1:\d+" must succeed, got ECONNREFUSED: .*\n$/,
      ),
    });
  });
});
