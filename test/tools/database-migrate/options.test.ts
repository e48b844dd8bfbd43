import { environmentWithMigrations } from "../../../tools/database-migrate/environment";
import { migrateOptions, requireFile } from "../../../tools/database-migrate/options";
import { auroraEnvironment } from "../../helpers/aurora-api";
import { sampleEnvironment } from "../../helpers/environments";

const DEV = ["--environment", "dev"];

describe("the options of database:migrate", () => {
  it.each([
    [[], {}],
    [["--plan"], { plan: true }],
    [["--repeat", "app/0002-x.sql"], { repeat: "app/0002-x.sql" }],
    [["--continue-after", "app/0002-x.sql"], { continueAfter: "app/0002-x.sql" }],
  ])("%j become the event %j", (args, event) => {
    expect(migrateOptions([...DEV, ...args])).toEqual({ environment: "dev", event });
  });

  it("exclude each other", () => {
    expect(() => migrateOptions([...DEV, "--plan", "--repeat", "app/0002-x.sql"])).toThrow(
      "at most one of --plan, --repeat, --continue-after must be given, got --plan and --repeat; give one",
    );
  });
});

describe("the file of --repeat and --continue-after", () => {
  const local = [
    { database: "app", files: [{ name: "app/0001-x.sql", file: "0001-x.sql", checksum: "", statements: [] }] },
  ];

  it("exists", () => {
    expect(() => requireFile({ repeat: "app/0001-x.sql" }, local)).not.toThrow();
    expect(() => requireFile({}, [])).not.toThrow();
    expect(() => requireFile({ repeat: "0001-x.sql" }, local)).toThrow(
      '--repeat must name a migration of this checkout, e.g. app/0001-x.sql, got "0001-x.sql"',
    );
    expect(() => requireFile({ continueAfter: "app/0002-x.sql" }, [])).toThrow(
      '--continue-after must name a migration of this checkout, e.g. app/0001-create-notes.sql, got "app/0002-x.sql"',
    );
  });
});

describe("the environment of migrations", () => {
  const migrated = auroraEnvironment();

  it("has an Aurora cluster with migrations", () => {
    expect(environmentWithMigrations([migrated], "test")).toMatchObject({
      name: "test",
      migrations: "stacks/aurora-api/migrations",
    });
  });

  it.each([
    ["without a cluster", sampleEnvironment()],
    ["whose schema another tool changes", auroraEnvironment({ data: { migrations: false } })],
  ])("is not one %s", (_, environment) => {
    expect(() => environmentWithMigrations([environment], "test")).toThrow(
      "auroraApi with data.migrations must be configured in at least 1 environment, got none; see docs/aurora-api-schema.md",
    );
    expect(() => environmentWithMigrations([{ ...environment, name: "other" }, migrated], "other")).toThrow(
      '--environment must be one of test, got "other"',
    );
  });
});
