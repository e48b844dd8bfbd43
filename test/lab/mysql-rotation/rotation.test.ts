import { createServer } from "node:net";
import type { RowDataPacket } from "mysql2/promise";
import { itNeeding, present } from "../../userdata/needs";
import { APPLICATION, DATABASE, Lab, MASTER, STEPS } from "./lab";
import { TIMED_OUT } from "./uploaded-function";

const TOOLS = ["mariadbd", "mariadb-install-db", "openssl"];
/** Special characters of SQL, JSON and shells. */
const HOSTILE = `a:b c"d$e#f\\g'h%i--;\`{}é€\\`;
let lab: Lab;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  lab = new Lab();
  await lab.create();
});
afterAll(async () => lab?.remove());

describe("the application's first rotation", () => {
  itNeeding(TOOLS, "creates its user when each step runs twice", async () => {
    expect(await lab.opens(APPLICATION)).toBe(false);
    await lab.rotate(APPLICATION, { times: 2 });
    expect(await lab.opens(APPLICATION)).toBe(true);
    expect(Object.keys(lab.service.secrets.describe(APPLICATION))).toEqual(["seed", "token-1"]);
  });

  itNeeding(TOOLS, "grants privileges on its own database only", async () => {
    const grants = await lab.server.asRoot("SHOW GRANTS FOR 'app'@'%'");
    expect(grants.map((row) => Object.values(row)[0])).toEqual([
      expect.stringMatching(/^GRANT USAGE ON \*\.\* TO `app`@`%` IDENTIFIED BY PASSWORD '\*[0-9A-F]{40}'$/),
      "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE TEMPORARY TABLES, LOCK TABLES," +
        " EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EVENT, TRIGGER ON `news\\_db`.* TO `app`@`%`",
    ]);
  });

  itNeeding(TOOLS, "lets the user create tables, and see no other database", async () => {
    const { password } = lab.service.secrets.json(APPLICATION);
    const client = await lab.server.logIn("app", String(password));
    try {
      await client.query(`CREATE DATABASE IF NOT EXISTS ${DATABASE}`);
      await client.query(`CREATE TABLE ${DATABASE}.articles (id INT PRIMARY KEY)`);
      const [databases] = await client.query<RowDataPacket[]>("SHOW DATABASES");
      expect(databases.map(({ Database }) => Database)).toEqual(["information_schema", DATABASE]);
      await expect(client.query("CREATE TABLE newsXdb.articles (id INT)")).rejects.toMatchObject({ errno: 1142 });
      await expect(client.query("SELECT * FROM mysql.user")).rejects.toMatchObject({ errno: 1142 });
      await expect(client.query("GRANT SELECT ON news_db.* TO other_user")).rejects.toMatchObject({ errno: 1044 });
    } finally {
      client.destroy();
    }
  });
});

describe.each([APPLICATION, MASTER])("a rotation of %s", (secret) => {
  itNeeding(
    TOOLS,
    "changes the password while a client is connected, which then reconnects with the new one",
    async () => {
      const { username, password: before } = lab.service.secrets.json(secret) as Record<string, string>;
      const client = await lab.server.logIn(username ?? "", before ?? "", DATABASE);
      try {
        await lab.rotate(secret, { times: 2 });
        await client.query("SELECT 1");
      } finally {
        client.destroy();
      }
      expect([await lab.opens(secret), await lab.opens(secret, "AWSPREVIOUS")]).toEqual([true, false]);
    },
  );

  itNeeding(TOOLS, "completes after the function was killed at any request of any step", async () => {
    const token = lab.begin(secret);
    for (const [index, step] of STEPS.entries()) {
      let died = true;
      for (let request = 1; died; request += 1) {
        const { code, output } = await lab.dieIn(step, secret, token, request);
        died = code === null;
        if (!died && code !== 0) {
          throw new Error(output);
        }
        expect([await lab.opens(secret), await lab.opens(secret, "AWSPENDING")]).toContain(true);
      }
      await lab.complete(secret, token, { from: index });
    }
    expect(lab.service.secrets.describe(secret)[token]).toContain("AWSCURRENT");
    expect(await lab.opens(secret)).toBe(true);
  });

  itNeeding(TOOLS, "succeeds in every invocation when each step is invoked three times in parallel", async () => {
    const token = lab.begin(secret);
    for (const step of STEPS) {
      const outcomes = await Promise.all([1, 2, 3].map(() => lab.step(step, secret, token)));
      const unexpected = outcomes.filter(({ code }) => code !== 0).map(({ output }) => output);
      // The lock keeps two invocations from moving the label at the same time.
      expect(unexpected).toEqual([]);
    }
    expect(await lab.opens(secret)).toBe(true);
  });

  itNeeding(TOOLS, "sets passwords with every kind of character, whatever the server's SQL mode", async () => {
    await lab.server.asRoot("SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'");
    lab.service.nextPasswords.push(HOSTILE);
    await lab.rotate(secret);
    expect(lab.service.secrets.json(secret).password).toBe(HOSTILE);
    expect(await lab.opens(secret)).toBe(true);
    await lab.rotate(secret);
    expect(await lab.opens(secret)).toBe(true);
    await lab.server.asRoot("SET GLOBAL sql_mode = DEFAULT");
  });

  itNeeding(TOOLS, "fails when a later rotation has replaced it", async () => {
    const [overtaken, later] = [lab.begin(secret), lab.begin(secret)];
    const outcomes = await Promise.all([lab.step("createSecret", secret, overtaken), lab.complete(secret, later)]);
    expect(outcomes[0]).toMatchObject({ code: 1, output: expect.stringContaining("another rotation has replaced it") });
    expect(await lab.opens(secret)).toBe(true);
  });
});

describe("a wrong current password", () => {
  itNeeding(TOOLS, "of the application user is repaired with the master user", async () => {
    await lab.server.asRoot("SET PASSWORD FOR 'app'@'%' = PASSWORD('set by hand')");
    expect(await lab.opens(APPLICATION)).toBe(false);
    await lab.rotate(APPLICATION);
    expect(await lab.opens(APPLICATION)).toBe(true);
  });

  itNeeding(TOOLS, "of the master user fails with a remedy", async () => {
    const { password } = lab.service.secrets.json(MASTER);
    await lab.server.asRoot("SET PASSWORD FOR 'project_x_user'@'%' = PASSWORD('set by hand')");
    const token = lab.begin(MASTER);
    await lab.step("createSecret", MASTER, token);
    const { code, output } = await lab.step("setSecret", MASTER, token);
    expect(code).toBe(1);
    expect(output).toContain("the database refuses the new, the current and the previous password");
    await lab.server.asRoot("SET PASSWORD FOR 'project_x_user'@'%' = PASSWORD(?)", String(password));
    await lab.complete(MASTER, token, { from: 1 });
    expect(await lab.opens(MASTER)).toBe(true);
  });
});

describe("a server that cannot be trusted or reached", () => {
  itNeeding(TOOLS, "is refused when an unknown authority signed its certificate", async () => {
    const { output } = await failing({ authority: lab.server.strangersAuthority() });
    expect(output).toContain("the database failed to connect: HANDSHAKE_SSL_ERROR");
  });

  itNeeding(TOOLS, "is refused when its certificate names another host", async () => {
    await lab.server.present("elsewhere.example.com");
    const { output } = await failing({});
    expect(output).toContain("the database failed to connect: HANDSHAKE_SSL_ERROR");
    await lab.server.present("localhost");
  });

  itNeeding(TOOLS, "is reported when it is down, and the rotation completes when it is back", async () => {
    const token = lab.begin(APPLICATION);
    await lab.step("createSecret", APPLICATION, token);
    await lab.server.stop();
    const outcome = await lab.step("setSecret", APPLICATION, token);
    expect(outcome).toMatchObject({ code: 1, output: expect.stringContaining("failed to connect: ECONNREFUSED") });
    await lab.server.start();
    await lab.complete(APPLICATION, token, { from: 1 });
    expect(await lab.opens(APPLICATION)).toBe(true);
  });

  itNeeding(TOOLS, "is reported when it accepts connections and stays silent", async () => {
    await lab.server.stop();
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(lab.server.port, "127.0.0.1", resolve));
    const { output } = await failing({});
    silent.close();
    await lab.server.start();
    // The limit of the connection, long before the function's timeout.
    expect(output).toContain("failed to connect: ETIMEDOUT");
  });

  itNeeding(
    TOOLS,
    "is not contacted when Secrets Manager is silent, and the function ends before its timeout",
    async () => {
      const silent = createServer(() => {});
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const address = silent.address();
      const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
      const patient = await failing({ endpoint });
      expect(patient.output).toContain("TimeoutError");
      const hurried = await failing({ endpoint, timeout: 3_000 });
      expect(hurried.output).toContain("AbortError");
      for (const { output } of [patient, hurried]) {
        expect(output).not.toContain(TIMED_OUT);
      }
      silent.close();
    },
  );
});

describe("the output of the function", () => {
  itNeeding(TOOLS, "contains no password", () => {
    expect(lab.output).toContain("setSecret of");
    for (const secret of ["made-Up-password", "master's first", "never-in-the-database", `"d$e`, "g'h%i", "by hand"]) {
      expect(lab.output).not.toContain(secret);
    }
  });
});

/** Runs the test step of a rotation, which must fail. */
async function failing(how: Parameters<Lab["step"]>[3]) {
  const outcome = await lab.step("testSecret", MASTER, lab.begin(MASTER), how);
  expect(outcome.code).toBe(1);
  return outcome;
}
