import type { Connection } from "mysql2/promise";
import type { DatabaseRole } from "../../../lambdas/shared/database/role-rights";
import { itNeeding, present } from "../../userdata/needs";
import { APPLICATION, DATABASE, Lab } from "./lab";
import { MASTER_PRIVILEGES } from "./mariadb-server";
import { FIXTURE, STATEMENTS } from "./role-statements";

const TOOLS = ["mariadbd", "mariadb-install-db", "openssl"];
const OTHER = "reports";
const USERS = { migrator: "migrator", api: "api", reader: "reader" } as const;
const ROLES = { databases: [DATABASE, OTHER], users: USERS };
const arn = (user: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${user}-aB3dE6`;
/** The application's user is in no list, so it owns the database of its secret. */
const SECRETS: Readonly<Record<DatabaseRole, string>> = {
  owner: APPLICATION,
  migrator: arn("migrator"),
  api: arn("api"),
  reader: arn("reader"),
};

/** Grants as the server shows them, without the password. */
const GRANTS = {
  api: (database: string) => `GRANT SELECT, INSERT, UPDATE, DELETE ON \`${database}\`.* TO \`api\`@\`%\``,
  reader: (database: string) => `GRANT SELECT, SHOW VIEW ON \`${database}\`.* TO \`reader\`@\`%\``,
};

let lab: Lab;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  lab = new Lab();
  await lab.create();
  await lab.server.asRoot("CREATE TABLE newsXdb.t (id INT)");
  lab.roles = ROLES;
  for (const user of Object.keys(USERS)) {
    lab.addSecret(arn(user), user);
  }
});
afterAll(async () => lab?.remove());

describe("the first rotation of each user", () => {
  itNeeding(TOOLS, "creates four users at the same time", async () => {
    const { code, output } = await lab.bootstrap(DATABASE, OTHER);
    expect([code, answerIn(output)]).toEqual([
      0,
      {
        created: [OTHER],
        existed: [DATABASE],
        users: { changed: [], unchanged: [], missing: Object.keys(USERS) },
      },
    ]);
    await Promise.all(Object.values(SECRETS).map((secret) => lab.rotate(secret)));
    for (const secret of Object.values(SECRETS)) {
      expect(await lab.opens(secret)).toBe(true);
    }
    expect(await grantsOf("api")).toEqual([GRANTS.api("news\\_db"), GRANTS.api(OTHER)]);
    expect(await grantsOf("reader")).toEqual([GRANTS.reader("news\\_db"), GRANTS.reader(OTHER)]);
  });
});

describe.each(Object.keys(SECRETS) as DatabaseRole[])("the role %s", (role) => {
  const databases = role === "owner" ? [DATABASE] : ROLES.databases;

  itNeeding(TOOLS, `may run its statements on ${databases.join(" and ")}, and is refused the rest`, async () => {
    for (const database of databases) {
      await prepare(database);
      const results: string[] = [];
      await asUser(role, database, async (client) => {
        for (const { sql } of STATEMENTS) {
          results.push(`${sql}: ${await outcomeOf(client, sql)}`);
        }
      });
      expect(results).toEqual(
        STATEMENTS.map(({ sql, roles, refusal }) => `${sql}: ${roles.includes(role) ? "ok" : refusal}`),
      );
    }
  });

  itNeeding(TOOLS, "sees its own databases only", async () => {
    await asUser(role, DATABASE, async (client) => {
      const [rows] = await client.query("SHOW DATABASES");
      const names = (rows as { Database: string }[]).map(({ Database }) => Database);
      expect(names.sort()).toEqual(["information_schema", ...databases].sort());
    });
  });
});

describe("the owner of one database", () => {
  itNeeding(TOOLS, "is refused the other one", async () => {
    const { username, password } = lab.service.secrets.json(APPLICATION) as Record<string, string>;
    await expect(lab.server.logIn(username ?? "", password ?? "", OTHER)).rejects.toMatchObject({ errno: 1044 });
  });
});

describe("a user that had more than its role", () => {
  const EXCESS = [
    "GRANT SELECT, INSERT, DROP, ALTER, TRIGGER, PROCESS ON *.* TO api WITH GRANT OPTION",
    "GRANT CREATE, DROP, EVENT ON reports.* TO api WITH GRANT OPTION",
    "GRANT SELECT, DELETE ON `news_db`.* TO api",
    "GRANT SELECT ON newsXdb.* TO api",
    "GRANT SELECT, DROP ON newsXdb.t TO api WITH GRANT OPTION",
    "GRANT UPDATE (id), INSERT (id) ON newsXdb.t TO api",
    "GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE newsXdb.p TO api",
    "GRANT admins TO api",
  ];

  const overload = async () => {
    await lab.server.asRoot("CREATE ROLE IF NOT EXISTS admins");
    await lab.server.asRoot("GRANT admins TO project_x_user WITH ADMIN OPTION");
    await lab.server.asRoot("CREATE PROCEDURE IF NOT EXISTS newsXdb.p() SELECT 1");
    for (const statement of EXCESS) {
      await lab.server.asRoot(statement);
    }
    expect((await grantsOf("api")).length).toBeGreaterThan(7);
  };
  const EXACT = [GRANTS.api("news\\_db"), GRANTS.api(OTHER)];

  itNeeding(TOOLS, "is reduced by its rotation", async () => {
    await overload();
    await lab.rotate(SECRETS.api);
    expect(await grantsOf("api")).toEqual(EXACT);
    expect(lab.output).toContain("revoked role `admins`");
  });

  itNeeding(TOOLS, "is reduced by the bootstrap, which changes nothing the second time", async () => {
    await overload();
    const users = { changed: ["api"], unchanged: ["migrator", "reader"], missing: [] };
    expect(answerIn((await lab.bootstrap(DATABASE, OTHER)).output)).toMatchObject({ users });
    expect(await grantsOf("api")).toEqual(EXACT);
    const again = { changed: [], unchanged: ["migrator", "api", "reader"], missing: [] };
    expect(answerIn((await lab.bootstrap(DATABASE, OTHER)).output)).toMatchObject({ users: again });
  });

  itNeeding(TOOLS, "is reduced although it was the application's user with every privilege of the master", async () => {
    await lab.server.asRoot(`GRANT ${MASTER_PRIVILEGES} ON *.* TO app WITH GRANT OPTION`);
    await lab.rotate(APPLICATION);
    const [grants, ...more] = await grantsOf("app");
    expect(more).toEqual([]);
    expect(grants).toMatch(/^GRANT SELECT, INSERT, .*, TRIGGER ON `news\\_db`\.\* TO `app`@`%`$/);
  });
});

describe("a changed list of databases", () => {
  itNeeding(TOOLS, "is granted by the bootstrap without a rotation, and what left it is revoked", async () => {
    const passwords = Object.values(SECRETS).map((secret) => lab.service.secrets.json(secret).password);
    lab.roles = { ...ROLES, databases: [DATABASE, "later"] };
    const { code, output } = await lab.bootstrap(DATABASE, "later");
    expect([code, answerIn(output)]).toEqual([
      0,
      { created: ["later"], existed: [DATABASE], users: { changed: Object.keys(USERS), unchanged: [], missing: [] } },
    ]);
    expect(await grantsOf("reader")).toEqual([GRANTS.reader("later"), GRANTS.reader("news\\_db")]);
    await asUser("api", "later", async (client) => {
      expect(await outcomeOf(client, "USE reports")).toBe("1044");
    });
    lab.roles = ROLES;
    expect((await lab.bootstrap(DATABASE, OTHER)).code).toBe(0);
    expect(Object.values(SECRETS).map((secret) => lab.service.secrets.json(secret).password)).toEqual(passwords);
  });
});

describe("wrong roles", () => {
  itNeeding(TOOLS, "fail both functions with one clear error, and change nothing", async () => {
    const before = await grantsOf("api");
    lab.roles = { databases: [DATABASE], users: { api: "admin" } };
    const bootstrap = await lab.bootstrap(DATABASE);
    const rotation = await lab.step("setSecret", SECRETS.api, lab.begin(SECRETS.api));
    lab.roles = ROLES;
    for (const { code, output } of [bootstrap, rotation]) {
      expect(code).toBe(1);
      expect(output).toContain('one of the roles owner, migrator, api, reader, got {"api":"admin"}');
    }
    expect(await grantsOf("api")).toEqual(before);
  });
});

/** Grants of a user on objects, sorted. */
async function grantsOf(user: string): Promise<string[]> {
  const rows = await lab.server.asRoot("SHOW GRANTS FOR ?@'%'", user);
  const texts = rows.map((row) => String(Object.values(row)[0]));
  return texts.filter((text) => !/^GRANT USAGE ON \*\.\*/.test(text)).sort();
}

/** The answer of a function, in the last line of its output. */
function answerIn(output: string): unknown {
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}

async function prepare(database: string): Promise<void> {
  await lab.server.asRoot(`DROP DATABASE IF EXISTS ${database}`);
  await lab.server.asRoot(`CREATE DATABASE ${database}`);
  await asUser("migrator", database, async (client) => {
    for (const statement of FIXTURE) {
      await client.query(statement);
    }
  });
}

async function asUser(
  role: DatabaseRole,
  database: string,
  work: (client: Connection) => Promise<void>,
): Promise<void> {
  const { username, password } = lab.service.secrets.json(SECRETS[role]) as Record<string, string>;
  const client = await lab.server.logIn(username ?? "", password ?? "", database);
  try {
    await work(client);
  } finally {
    client.destroy();
  }
}

async function outcomeOf(client: Connection, sql: string): Promise<string> {
  try {
    await client.query(sql);
    return "ok";
  } catch (error) {
    return String((error as { errno?: number }).errno);
  }
}
