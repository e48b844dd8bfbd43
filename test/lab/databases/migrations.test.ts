import { eventually } from "../../helpers/eventually";
import { itNeeding, present } from "../../userdata/needs";
import { TOOLS } from "./mariadb";
import { type Files, MigrationsLab, PASSWORD } from "./migrations-lab";

const FIRST =
  "CREATE TABLE news (id INT PRIMARY KEY, title VARCHAR(40) NOT NULL);\nINSERT INTO news VALUES (1, 'a; b'), (2, 'größe');\n";
const SECOND =
  "ALTER TABLE news ADD COLUMN body TEXT;\nUPDATE news SET body = 'x' WHERE id = 1;\nCREATE VIEW titles AS SELECT title FROM news;\n";
const APP = { "app/0001-create-news.sql": FIRST, "app/0002-add-body.sql": SECOND };
const BOTH = { ...APP, "reports/0001-create-days.sql": "CREATE TABLE days (day DATE);\n" };

let lab: MigrationsLab;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  lab = new MigrationsLab();
  await lab.create();
});
afterAll(async () => {
  expect(lab?.output ?? "").not.toMatch(new RegExp(`${PASSWORD}|größe|INSERT INTO news`));
  await lab?.remove();
});

/** The message of a run that must fail. */
async function failure(files: Files, event: object = {}): Promise<string> {
  const { code, output } = await lab.invoke(files, event);
  expect(code).toBe(1);
  return /^Error: (.*)/m.exec(output)?.[1] ?? output;
}

describe("the bundle of the migrations against a MariaDB server over TLS", () => {
  itNeeding(TOOLS, "applies the files of two databases, and does nothing on the second run", async () => {
    lab.prepare("app", "reports");
    const first = { from: 1, kinds: ["CREATE TABLE", "INSERT"] };
    const second = { from: 1, kinds: ["ALTER TABLE", "UPDATE", "CREATE VIEW"] };
    expect(await lab.migrate(BOTH)).toEqual({
      plan: false,
      databases: [
        {
          database: "app",
          files: [
            { file: "0001-create-news.sql", state: "applied", statements: 2, ...first },
            { file: "0002-add-body.sql", state: "applied", statements: 3, ...second },
          ],
        },
        {
          database: "reports",
          files: [{ file: "0001-create-days.sql", state: "applied", statements: 1, from: 1, kinds: ["CREATE TABLE"] }],
        },
      ],
    });
    expect(lab.server.sql("SELECT * FROM app.news ORDER BY id; SELECT * FROM app.titles ORDER BY 1").trim()).toBe(
      "1\ta; b\tx\n2\tgröße\tNULL\na; b\ngröße",
    );
    const before = history();
    const again = await lab.migrate(BOTH);
    expect(again.databases.flatMap(({ files }) => files.map(({ state }) => state))).toEqual(
      Array.from({ length: 3 }, () => "unchanged"),
    );
    expect(history()).toBe(before);
  });

  itNeeding(TOOLS, "plans without a change, and names what a run would do", async () => {
    lab.prepare("app", "reports");
    await lab.migrate({
      "app/0001-create-news.sql": FIRST,
      "reports/0001-create-days.sql": BOTH["reports/0001-create-days.sql"],
    });
    lab.server.sql("DROP TABLE reports.schema_migrations, reports.days");
    const before = lab.contents("app", "reports") + history();
    const { plan, databases } = await lab.migrate(BOTH, { plan: true });
    expect(plan).toBe(true);
    expect(databases.flatMap(({ files }) => files.map(({ file, state }) => `${state} ${file}`))).toEqual([
      "unchanged 0001-create-news.sql",
      "planned 0002-add-body.sql",
      "planned 0001-create-days.sql",
    ]);
    expect(lab.contents("app", "reports") + history()).toBe(before);
  });

  itNeeding(TOOLS, "refuses before anything runs what contradicts the history", async () => {
    lab.prepare("app", "reports");
    await lab.migrate(APP);
    const before = lab.contents("app", "reports");
    const refused: readonly [Files, string][] = [
      [{ ...BOTH, "app/0002-add-body.sql": `${SECOND}\n` }, "app/0002-add-body.sql must keep the checksum "],
      [{ "app/0001-create-news.sql": FIRST }, "app/0002-add-body.sql must exist, because the database has run it"],
      [{ ...BOTH, "app/0004-later.sql": FIRST }, "app/0004-later.sql must have the number 0003"],
      [{ ...BOTH, "app/0002-other.sql": FIRST }, "app/0002-other.sql must have a number of its own"],
      [{ ...BOTH, "reports/0002-bad.sql": "USE app;" }, "reports/0002-bad.sql:1 must not contain USE"],
    ];
    for (const [files, message] of refused) {
      expect(await failure(files)).toContain(message);
      expect(await failure(files, { plan: true })).toContain(message);
    }
    expect(lab.contents("app", "reports")).toBe(before);
  });

  itNeeding(TOOLS, "stops at a statement that fails, and continues there when the file is corrected", async () => {
    lab.prepare("app");
    const wrong = SECOND.replace("UPDATE news SET body = 'x'", "UPDATE news SET boddy = 'secret'");
    const message = await failure({ ...APP, "app/0002-add-body.sql": wrong, "app/0003-never.sql": "DROP TABLE news;" });
    expect(message).toBe(
      "app/0002-add-body.sql: statement 2 of 3 (UPDATE, line 2) failed with Error ER_BAD_FIELD_ERROR (1054, SQLSTATE 42S22)," +
        " and took no effect; statements before it took effect; correct the file from this statement on, then deploy again",
    );
    const changed = { ...APP, "app/0002-add-body.sql": SECOND.replace("body TEXT", "body BLOB") };
    expect(await failure(changed)).toContain(
      "app/0002-add-body.sql must keep its first 1 statements, which took effect",
    );
    const { databases } = await lab.migrate(APP);
    expect(databases[0]?.files.map(({ state, from }) => [state, from])).toEqual([
      ["unchanged", undefined],
      ["applied", 2],
    ]);
    const continued = lab.contents("app");
    lab.prepare("app");
    await lab.migrate(APP);
    expect(lab.contents("app")).toBe(continued);
  });

  itNeeding(TOOLS, "continues at a structure change that failed", async () => {
    lab.prepare("app");
    const wrong = { "app/0001-create-news.sql": `${FIRST}ALTER TABLE news ADD COLUMN title INT;\n` };
    expect(await failure(wrong)).toContain(
      "statement 3 of 3 (ALTER TABLE, line 3) failed with Error ER_DUP_FIELDNAME (1060,",
    );
    expect(await failure(wrong)).toContain(
      "statement 3 of 3 (ALTER TABLE, line 3) failed with Error ER_DUP_FIELDNAME (1060,",
    );
    await lab.migrate({ "app/0001-create-news.sql": `${FIRST}ALTER TABLE news ADD COLUMN other INT;\n` });
    expect(lab.server.sql("SELECT other FROM app.news WHERE id = 1").trim()).toBe("NULL");
  });

  itNeeding(TOOLS, "applies each file once when two runs begin together", async () => {
    lab.prepare("app", "reports");
    lab.server.sql("CREATE TABLE reports.runs (id INT AUTO_INCREMENT PRIMARY KEY)");
    const files = {
      ...APP,
      "reports/0001-count.sql": "INSERT INTO runs VALUES ();\nALTER TABLE runs ADD COLUMN x INT;\n",
    };
    await lab.invoke(files, { plan: true });
    const outcomes = await Promise.all([lab.invokeAgain(), lab.invokeAgain()]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.filter(({ output }) => output.includes('"applied"'))).toHaveLength(1);
    expect(lab.server.sql("SELECT COUNT(*) FROM reports.runs").trim()).toBe("1");
  });

  itNeeding(TOOLS, "waits for the user, then for its database, with the secret of that moment", async () => {
    lab.server.sql("DROP DATABASE IF EXISTS app; DROP DATABASE IF EXISTS reports; DROP USER IF EXISTS migrator");
    const run = lab.invoke(APP, {}, { timeout: 120_000 });
    await increase("Access_denied_errors");
    lab.logInAs("migrator", "another-password");
    lab.server.sql("CREATE USER migrator@'%' IDENTIFIED BY 'another-password'");
    await increase("Com_change_db");
    lab.prepare("app");
    lab.logInAs("migrator");
    const { code, output } = await run;
    expect([code, output]).toEqual([0, expect.stringContaining('"applied"')]);
  });

  itNeeding(TOOLS, "applies nothing as a user with another role", async () => {
    lab.prepare("app");
    for (const [user, code] of [
      ["api", "ER_TABLEACCESS_DENIED_ERROR"],
      ["reader", "ER_TABLEACCESS_DENIED_ERROR"],
    ] as const) {
      lab.logInAs(user);
      expect(await failure(APP)).toBe(`the database failed to create schema_migrations of app: ${code}`);
    }
    lab.logInAs("migrator");
    expect(lab.contents("app")).toBe("");
  });

  itNeeding(TOOLS, "refuses a server with the certificate of another authority", async () => {
    const { code, output } = await lab.invoke(APP, {}, { authority: "/dev/null" });
    expect([code, output]).toEqual([
      1,
      expect.stringContaining("must accept a connection, got Error HANDSHAKE_SSL_ERROR"),
    ]);
  });
});

/** Waits until a counter of the server increases. */
async function increase(counter: "Access_denied_errors" | "Com_change_db"): Promise<void> {
  const count = () => Number(lab.server.sql(`SHOW GLOBAL STATUS LIKE '${counter}'`).split("\t")[1]);
  const before = count();
  await eventually(() => (count() > before ? true : undefined), counter, 100);
}

/** All columns of the history, with its times, as far as its tables exist. */
function history(): string {
  const tables = "SELECT table_schema FROM information_schema.tables WHERE table_name = 'schema_migrations'";
  const names = lab.server.sql(tables).trim().split("\n").filter(Boolean);
  return names.map((name) => `${name}: ${lab.server.sql(`SELECT * FROM ${name}.schema_migrations`)}`).join("\n");
}
