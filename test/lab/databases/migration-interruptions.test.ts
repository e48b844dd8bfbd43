import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createConnection } from "mysql2/promise";
import { eventually } from "../../helpers/eventually";
import { itNeeding, present } from "../../userdata/needs";
import { TIMED_OUT } from "../mysql-rotation/uploaded-function";
import { TOOLS } from "./mariadb";
import { MigrationsLab } from "./migrations-lab";

const FILE = "app/0001-news.sql";
const NEWS = "CREATE TABLE news (id INT PRIMARY KEY);\nINSERT INTO news VALUES (1);\n";
const ALTER = { [FILE]: `${NEWS}ALTER TABLE news ADD COLUMN title TEXT;\nINSERT INTO news VALUES (2, 'a');\n` };
const COPY = { [FILE]: `${NEWS}CREATE TABLE copy SELECT * FROM news;\nINSERT INTO copy VALUES (2);\n` };
const UPDATE = { [FILE]: `${NEWS}UPDATE news SET id = 5;\n` };

/** Milliseconds of the function that leave statements about seven seconds. */
const SHORT = 25_000;

let lab: MigrationsLab;

beforeAll(async () => {
  if (TOOLS.every(present)) {
    lab = new MigrationsLab();
    await lab.create();
  }
});
afterAll(() => lab?.remove());

/** Runs `work` while another session has read the table in a transaction that is still open, or has locked its rows. */
async function whileInUse(statement: string, work: () => Promise<void>): Promise<void> {
  const reader = await createConnection({
    socketPath: join(lab.server.folder, "socket"),
    user: "root",
    database: "app",
  });
  try {
    await reader.query("START TRANSACTION");
    await reader.query(statement);
    await work();
  } finally {
    await reader.end();
  }
}

/** Begins with a table in use: applies the first statements, then gives the whole file. */
async function interrupted(
  files: Readonly<Record<string, string>>,
  statement: string,
  limits: object,
): Promise<string> {
  lab.prepare("app");
  await lab.invoke({ [FILE]: `${NEWS}DROP TABLE missing;\n` });
  let output = "";
  await whileInUse(statement, async () => {
    ({ output } = await lab.invoke(files, {}, limits));
  });
  return output;
}

function executing(statement: string): boolean {
  return lab.server.sql("SELECT info FROM information_schema.processlist").includes(statement);
}

describe("a function that is killed while the server executes its structure change", () => {
  itNeeding(
    TOOLS,
    "keeps other runs out until the server has finished, and a person decides how to continue",
    async () => {
      lab.prepare("app");
      await lab.invoke({ [FILE]: `${NEWS}DROP TABLE missing;\n` });
      // Waits for the rows, which the server does without a look at the client.
      await whileInUse("SELECT * FROM news FOR UPDATE", async () => {
        let child: ChildProcess | undefined;
        const run = lab.invoke(COPY, {}, { started: (process) => (child = process) });
        await eventually(() => executing("CREATE TABLE copy") || undefined, "the structure change");
        child?.kill("SIGKILL");
        expect(await run).toMatchObject({ code: null });
        const other = await lab.invokeAgain({}, { timeout: SHORT });
        expect(other.output).toMatch(
          /got another run on connection \d+ of the database after a wait of \d+ seconds; run/,
        );
        const plan = await lab.invokeAgain({ plan: true });
        expect(plan.output).toMatch(
          /a plan must not be made during a run, got a run on connection \d+ of the database/,
        );
      });
      await eventually(() => !executing("CREATE TABLE copy") || undefined, "its end");
      expect((await lab.invokeAgain()).output).toContain(
        `${FILE}: statement 3 (CREATE TABLE, line 3) was interrupted, and it is not known whether it took effect; compare` +
          ` the database with the file, then invoke with {"repeat":"${FILE}"} if it did not, or with {"continueAfter":"${FILE}"} if it did`,
      );
      expect((await lab.invokeAgain({ continueAfter: FILE })).code).toBe(0);
      expect(lab.server.sql("SELECT * FROM app.copy ORDER BY id").trim()).toBe("1\n2");
    },
  );
});

describe("a statement that needs more time than the function has", () => {
  itNeeding(TOOLS, "is ended, and must be repeated by decision when it changes the structure", async () => {
    const output = await interrupted(ALTER, "SELECT * FROM news", { timeout: SHORT });
    expect(output).toContain(
      `${FILE}: statement 3 of 4 (ALTER TABLE, line 3) was ended, e.g. because the function's time was used, and it is not known`,
    );
    expect((await lab.invokeAgain()).output).toContain("statement 3 (ALTER TABLE, line 3) was interrupted");
    expect((await lab.invokeAgain({ repeat: FILE })).code).toBe(0);
    expect(lab.server.sql("SELECT * FROM app.news ORDER BY id").trim()).toBe("1\tNULL\n2\ta");
  });

  itNeeding(TOOLS, "is ended without effect when it changes data", async () => {
    const output = await interrupted(UPDATE, "SELECT * FROM news FOR UPDATE", { timeout: SHORT });
    expect(output).toContain(
      `${FILE}: statement 3 of 3 (UPDATE, line 3) was ended, e.g. because the function's time was used, and took no effect;` +
        " statements before it took effect; divide it into shorter statements",
    );
    expect((await lab.invokeAgain()).code).toBe(0);
    expect(lab.server.sql("SELECT id FROM app.news").trim()).toBe("5");
  });
});

describe("a run without enough time", () => {
  itNeeding(TOOLS, "stops between two statements, and the next run continues", async () => {
    lab.prepare("app");
    const { code, output } = await lab.invoke(ALTER, {}, { timeout: 20_000 });
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(
        "the run stopped before statement 1 of 4, because the function's time is nearly used; run again to continue",
      ),
    ]);
    expect((await lab.invokeAgain()).code).toBe(0);
  });

  itNeeding(
    TOOLS,
    "ends before the function's timeout when its own record has to wait, and frees the lock",
    async () => {
      const output = await interrupted(ALTER, "SELECT * FROM schema_migrations FOR UPDATE", { timeout: 4_000 });
      expect(output).toMatch(/Error: the run must end within \d+ ms; run again/);
      expect(output).not.toContain(TIMED_OUT);
      expect((await lab.invokeAgain()).code).toBe(0);
    },
  );
});
