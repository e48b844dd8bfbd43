import { handler } from "../../../lambdas/database-migrations/handler";
import { migratorSettings } from "../../../lambdas/database-migrations/open-session";

const SETTINGS = { MIGRATOR_SECRET_ARN: "arn", DATABASE_HOST: "database.example", DATABASE_PORT: "3306" };

describe("migratorSettings", () => {
  it("reads the environment that the stack sets", () => {
    expect(migratorSettings(SETTINGS)).toEqual({ secretId: "arn", host: "database.example", port: 3306 });
  });

  it.each(Object.keys(SETTINGS))("names %s when it is missing", (name) => {
    expect(() => migratorSettings({ ...SETTINGS, [name]: "" })).toThrow(
      `${name} must be set in the function's environment`,
    );
  });
});

describe("the handler", () => {
  const before = { ...process.env };
  beforeAll(() => Object.assign(process.env, SETTINGS));
  afterAll(() => {
    process.env = before;
  });

  const context = { getRemainingTimeInMillis: () => 60_000 };

  it("refuses an event that it does not know, before it reads a secret", async () => {
    await expect(handler({ dryRun: true }, context)).rejects.toThrow(
      /^the event must contain only plan, repeat, continueAfter, got "dryRun"$/,
    );
  });

  it("refuses a package without migrations", async () => {
    await expect(handler({ plan: true }, context)).rejects.toThrow(
      /^migrations must be a folder beside the function's code/,
    );
  });
});
