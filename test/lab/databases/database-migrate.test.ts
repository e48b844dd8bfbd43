import { migrationsChecksum } from "../../../lambdas/shared/migrations/checksum";
import { localMigrations } from "../../../tools/database-migrate/local-files";
import { runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { NO_SETTINGS, nodeArguments } from "../../helpers/command";
import { type FakeAnswer, FakeLambda } from "../../helpers/fake-lambda";
import { itNeeding, present } from "../../userdata/needs";
import { TOOLS } from "./mariadb";
import { type Files, MigrationsLab } from "./migrations-lab";

const NAME = "app/0001-create-notes.sql";
const FIRST = {
  [NAME]: "CREATE TABLE notes (\n  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,\n  body VARCHAR(1000)\n);\n",
};
const SECOND = {
  ...FIRST,
  "app/0002-add-author.sql":
    "ALTER TABLE notes ADD COLUMN author VARCHAR(100);\nUPDATE notes SET author = 'unknown';\nALTER TABLE note ADD INDEX by_author (author);\n",
};
const CORRECTED = {
  ...SECOND,
  "app/0002-add-author.sql": SECOND["app/0002-add-author.sql"].replace("ALTER TABLE note ADD", "ALTER TABLE notes ADD"),
};

let lab: MigrationsLab;
let fake: FakeLambda;
let deployed: Files = FIRST;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  lab = new MigrationsLab();
  await lab.create();
  fake = await FakeLambda.start();
  const checksum = migrationsChecksum(localMigrations(REPOSITORY_ROOT, "stacks/aurora-api/migrations"));
  fake.answers.configuration = { body: { Description: `SHA-256 of the files: ${checksum}` } };
  fake.answers.invocation = invokeLab;
});
afterAll(async () => {
  await fake?.close();
  await lab?.remove();
});

/** Runs the bundle, and answers like Lambda. */
async function invokeLab(event: object): Promise<FakeAnswer> {
  const { code, output } = await lab.invoke(deployed, event);
  if (code === 0) {
    return { body: output.trim().split("\n").at(-1) ?? "" };
  }
  const errorMessage = /^Error: (.*)/m.exec(output)?.[1] ?? output;
  return { headers: { "x-amz-function-error": "Unhandled" }, body: { errorType: "Error", errorMessage } };
}

async function migrate(...args: readonly string[]) {
  const { code, stdout, stderr } = await runProgram(
    process.execPath,
    [...nodeArguments("database:migrate"), "--environment", "dev", ...args],
    {
      cwd: REPOSITORY_ROOT,
      env: {
        ...NO_SETTINGS,
        AWS_ENDPOINT_URL: fake.url,
        AWS_ACCESS_KEY_ID: "sample",
        AWS_SECRET_ACCESS_KEY: "sample",
      },
    },
  );
  return { code, stdout, stderr };
}

describe("npm run database:migrate with the bundle and a MariaDB server over TLS", () => {
  itNeeding(TOOLS, "plans, applies, and has nothing left to do", async () => {
    lab.prepare("app");
    const plan = await migrate("--plan");
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("1 file of 1 would be applied to dev.") });
    expect(lab.server.sql("SHOW TABLES IN app")).toBe("");
    expect(await migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining("1 file of 1 applied to dev.") });
    expect(lab.server.sql("SHOW TABLES IN app")).toBe("notes\nschema_migrations\n");
    expect(await migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining("is up to date: 1 file.") });
  });

  itNeeding(TOOLS, "stops at a statement that fails, and continues there with the corrected file", async () => {
    deployed = SECOND;
    const stopped = await migrate();
    expect(stopped).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("app/0002-add-author.sql: statement 3 of 3 (ALTER TABLE, line 3) failed with"),
    });
    deployed = CORRECTED;
    const rest = await migrate();
    expect(rest).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/0002-add-author\.sql +applied +3 +3: ALTER/),
    });
    expect(lab.server.sql("SHOW INDEX FROM app.notes")).toContain("by_author");
  });

  itNeeding(TOOLS, "runs a baseline in place of all files, as docs/aurora-api-schema.md describes", async () => {
    const baseline = FIRST[NAME].replace(
      "CREATE TABLE notes (",
      "CREATE TABLE IF NOT EXISTS notes (\n  author VARCHAR(100),",
    );
    const table = () => lab.server.sql("SHOW CREATE TABLE app.notes; SELECT * FROM app.notes");
    lab.server.sql("INSERT INTO app.notes (body, author) VALUES ('one', 'me')");
    const before = table();
    lab.server.sql("RENAME TABLE app.schema_migrations TO app.schema_migrations_until_baseline");
    deployed = { "app/0001-baseline.sql": baseline };
    expect(await migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining("1 file of 1 applied") });
    expect(table()).toBe(before);
    lab.prepare("app");
    expect(await migrate()).toMatchObject({ code: 0, stdout: expect.stringContaining("1 file of 1 applied") });
    expect(lab.server.sql("SELECT author, body FROM app.notes")).toBe("");
  });

  itNeeding(TOOLS, "asks about a statement whose end is not known, and continues as the options say", async () => {
    deployed = FIRST;
    lab.prepare("app");
    await lab.migrate(FIRST);
    lab.server.sql("UPDATE app.schema_migrations SET state = 'executing', done = 0, done_checksum = SHA2('[]', 256)");
    const unknown = await migrate("--plan");
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `run again with --repeat ${NAME} if it did not, or with --continue-after ${NAME} if it did`,
      ),
    });
    const continued = await migrate("--continue-after", NAME);
    expect(continued).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("the record only\n\n1 file of 1 applied"),
    });
    expect(await migrate("--repeat", NAME)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `\n--repeat must name a file with an interrupted statement, got ${NAME}; run again without it\n`,
      ),
    });
  });
});
