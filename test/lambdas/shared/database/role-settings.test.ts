import { isSystemDatabase, roleSettings } from "../../../../lambdas/shared/database/role-settings";

const settings = (text: string) => roleSettings({ DATABASE_ROLES: text });
const withUsers = (users: unknown) => settings(JSON.stringify({ databases: ["app"], users }));
const withDatabases = (databases: unknown) => settings(JSON.stringify({ databases, users: { api: "api" } }));

describe("roleSettings", () => {
  it("reads databases and the role of each user", () => {
    expect(
      settings('{"databases":["app","news_db"],"users":{"m":"migrator","api":"api","r":"reader","o":"owner"}}'),
    ).toEqual({
      databases: ["app", "news_db"],
      users: new Map([
        ["m", "migrator"],
        ["api", "api"],
        ["r", "reader"],
        ["o", "owner"],
      ]),
    });
  });

  it("is undefined without the variable", () => {
    expect(roleSettings({})).toBeUndefined();
  });

  it.each(["", "null", "[]", "{", "7", '{"databases":["app"]}', '{"databases":["app"],"users":{"api":"api"},"x":1}'])(
    "fails on %j",
    (text) => {
      expect(() => settings(text)).toThrow(
        `DATABASE_ROLES must be a JSON object with databases and users, got ${text}`,
      );
    },
  );

  it.each([[[]], ["app"], [[7]], [["a-b"]], [["1st"]], [["a`"]], [["a%"]], [[""]], [["app", "b".repeat(65)]]])(
    "fails when databases is %j",
    (databases) => {
      expect(() => withDatabases(databases)).toThrow(
        "databases of DATABASE_ROLES must be names of 1 to 64 letters, digits or underscores, got " +
          JSON.stringify(databases),
      );
    },
  );

  it.each(["mysql", "SYS", "information_schema", "performance_schema", "innodb", "tmp"])(
    "fails when databases contains %s",
    (name) => {
      expect(() => withDatabases(["app", name])).toThrow(
        `databases of DATABASE_ROLES must not contain a database of MySQL itself, got ["app","${name}"]`,
      );
      expect(isSystemDatabase(name)).toBe(true);
    },
  );

  it("fails when a database is listed twice", () => {
    expect(() => withDatabases(["app", "app"])).toThrow(
      'databases of DATABASE_ROLES must be unique, got ["app","app"]',
    );
  });

  it.each([
    [{}],
    [[]],
    ["api"],
    [null],
    [{ api: "admin" }],
    [{ api: "toString" }],
    [{ api: 7 }],
    [{ "a'b": "api" }],
    [{ api: "api", "": "reader" }],
    [{ ["u".repeat(33)]: "api" }],
  ])("fails when users is %j", (users) => {
    expect(() => withUsers(users)).toThrow(
      "users of DATABASE_ROLES must give each user, of 1 to 32 letters, digits or underscores, one of the roles owner," +
        ` migrator, api, reader, got ${JSON.stringify(users)}`,
    );
  });
});
