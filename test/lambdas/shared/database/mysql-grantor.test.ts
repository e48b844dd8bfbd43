import { databaseObject, mysqlGrantor } from "../../../../lambdas/shared/database/mysql-grantor";
import type { Row } from "../../../../lambdas/shared/database/server";

/** A server that answers statements which contain a text, and records all statements. */
function serverOf(answers: Readonly<Record<string, readonly Row[]>>) {
  const statements: string[] = [];
  const query = async (_what: string, statement: string) => {
    statements.push(statement);
    const key = Object.keys(answers).find((text) => statement.includes(text));
    return key === undefined ? [] : (answers[key] ?? []);
  };
  return { query, statements };
}

const setting = (name: string, value: string) => ({ Variable_name: name, Value: value });
const privilege = (name: string, more: Row = {}) => ({ grantee: "'u'@'%'", privilege: name, grantable: "NO", ...more });
const EXISTS = { "mysql.user": [{ user: "u" }] };
const USAGE = { USER_PRIVILEGES: [privilege("USAGE")] };

describe("the objects of databases", () => {
  it("escape wildcards", async () => {
    const { query } = serverOf({
      partial_revokes: [setting("partial_revokes", "OFF"), setting("lower_case_table_names", "0")],
    });
    expect(await mysqlGrantor(query, "8.0.42").databaseObjects(["News_db", "app"])).toEqual([
      "`News\\_db`.*",
      "`app`.*",
    ]);
    expect(databaseObject("a%b\\c", true)).toBe("`a\\%b\\\\c`.*");
  });

  it("escape no wildcards with partial_revokes", async () => {
    const { query } = serverOf({ partial_revokes: [setting("partial_revokes", "ON")] });
    expect(await mysqlGrantor(query, "8.0.42").databaseObjects(["news_db"])).toEqual(["`news_db`.*"]);
  });

  it("are in lower case on a server that stores them so", async () => {
    const { query } = serverOf({ partial_revokes: [setting("lower_case_table_names", "1")] });
    expect(await mysqlGrantor(query, "8.0.42").databaseObjects(["News"])).toEqual(["`news`.*"]);
  });
});

describe("reading the grants of a user", () => {
  it("collects every level, as MySQL 8 shows them", async () => {
    const { query } = serverOf({
      ...EXISTS,
      "mysql.role_edges": [{ role: "rds_superuser_role", host: "%" }],
      USER_PRIVILEGES: [privilege("SELECT"), privilege("CONNECTION_ADMIN", { grantable: "YES" })],
      SCHEMA_PRIVILEGES: [
        privilege("SELECT", { db: "news\\_db" }),
        privilege("USAGE", { db: "only", grantable: "YES" }),
      ],
      TABLE_PRIVILEGES: [privilege("DROP", { db: "app", tab: "t`1" })],
      COLUMN_PRIVILEGES: [privilege("UPDATE", { db: "app", tab: "t`1", col: "c" })],
      "mysql.procs_priv": [{ db: "app", routine: "p", type: "PROCEDURE", privileges: "Execute,Alter Routine,Grant" }],
    });
    expect(await mysqlGrantor(query, "8.0.42").readGrants("u")).toEqual(
      new Map([
        ["", new Set(["'rds_superuser_role'@'%'"])],
        ["*.*", new Set(["SELECT", "CONNECTION_ADMIN", "GRANT OPTION"])],
        ["`news\\_db`.*", new Set(["SELECT"])],
        ["`only`.*", new Set(["GRANT OPTION"])],
        ["`app`.`t``1`", new Set(["DROP", "UPDATE (`c`)"])],
        ["PROCEDURE `app`.`p`", new Set(["EXECUTE", "ALTER ROUTINE", "GRANT OPTION"])],
      ]),
    );
  });

  it("reads MariaDB's roles, which have no host", async () => {
    const { query } = serverOf({ ...EXISTS, ...USAGE, "mysql.roles_mapping": [{ role: "admins", host: null }] });
    expect(await mysqlGrantor(query, "10.11.14-MariaDB").readGrants("u")).toEqual(
      new Map([["", new Set(["`admins`"])]]),
    );
  });

  it("asks MySQL 5.7 for no roles, because it has none", async () => {
    const { query, statements } = serverOf({ ...EXISTS, ...USAGE });
    expect(await mysqlGrantor(query, "5.7.44-log").readGrants("u")).toEqual(new Map());
    expect(statements.filter((statement) => /role_edges|roles_mapping/.test(statement))).toEqual([]);
  });

  it("ignores a user whose name differs in case only", async () => {
    const other = serverOf({ "mysql.user": [{ user: "U" }] });
    expect(await mysqlGrantor(other.query, "8.0.42").readGrants("u")).toBeUndefined();
    const both = serverOf({
      ...EXISTS,
      USER_PRIVILEGES: [privilege("USAGE"), privilege("SUPER", { grantee: "'U'@'%'" })],
    });
    expect(await mysqlGrantor(both.query, "8.0.42").readGrants("u")).toEqual(new Map());
  });

  it("fails when the server hides the grants, so that a surplus would stay unnoticed", async () => {
    const { query } = serverOf(EXISTS);
    await expect(mysqlGrantor(query, "8.0.42").readGrants("u")).rejects.toThrow(
      "the database must show the grants of u to the master user, but it shows none",
    );
  });

  it("escapes the name of the user in every statement", async () => {
    const { query, statements } = serverOf({
      "mysql.user": [{ user: "a'b$&" }],
      USER_PRIVILEGES: [privilege("USAGE", { grantee: "'a'b$&'@'%'" })],
    });
    expect(await mysqlGrantor(query, "8.0.42").readGrants("a'b$&")).toEqual(new Map());
    const wrong = statements.filter((statement) => !/= '(a\\'b\$&|\\'a\\'b\$&\\'@\\'%\\')'/.test(statement));
    expect(wrong).toEqual([]);
  });
});

describe("changing grants", () => {
  it("names privileges, object and account", async () => {
    const { query, statements } = serverOf({});
    const grantor = mysqlGrantor(query, "8.0.42");
    await grantor.grant("u", "`app`.*", ["SELECT", "SHOW VIEW"]);
    await grantor.revoke("u", "*.*", ["FILE", "GRANT OPTION"]);
    await grantor.revoke("u", "", ["'r'@'%'"]);
    expect(statements).toEqual([
      "GRANT SELECT, SHOW VIEW ON `app`.* TO 'u'@'%'",
      "REVOKE FILE, GRANT OPTION ON *.* FROM 'u'@'%'",
      "REVOKE 'r'@'%' FROM 'u'@'%'",
    ]);
  });
});
