import { parseCredentials, parseUser } from "../../../lambdas/mysql-rotation/credentials";
import { describeFailure, RotationError } from "../../../lambdas/mysql-rotation/rotation-error";
import {
  createUserStatement,
  grantStatement,
  keepsTwoPasswords,
  setPasswordStatement,
} from "../../../lambdas/mysql-rotation/sql";

const FIELDS = { engine: "mysql", host: "h", port: 3307, username: "u", password: "p", dbname: "d" };

describe("parseCredentials", () => {
  const parse = (fields: object) => parseCredentials(JSON.stringify(fields), "the new version");

  it("reads a secret and keeps its other fields", () => {
    expect(parse({ ...FIELDS, masterarn: "m", api_key: "k" })).toEqual({
      host: "h",
      port: 3307,
      username: "u",
      password: "p",
      databaseName: "d",
      masterArn: "m",
      fields: { ...FIELDS, masterarn: "m", api_key: "k" },
    });
  });

  it("uses MySQL's port by default", () => {
    const { port, ...rest } = FIELDS;
    expect(parse(rest).port).toBe(3306);
  });

  it.each([
    ["engine", "postgres", 'engine in the new version must be "mysql"'],
    ["port", "3306", "port in the new version must be a number from 1 to 65535"],
    ["host", "", "host in the new version must be a non-empty text"],
    ["password", 7, "password in the new version must be a non-empty text"],
    ["dbname", undefined, "dbname in the new version must be a non-empty text"],
    ["masterarn", "", "masterarn in the new version must be a non-empty text"],
  ])("fails when %s is %p, without the value in the message", (key, value, message) => {
    expect(() => parse({ ...FIELDS, [key]: value })).toThrow(message);
  });

  it.each([
    [undefined, "must have a value"],
    ['{"password":"s3cret', "must be a JSON object"],
    ["[]", "must be a JSON object"],
  ])("fails on the text %p without quoting it", (text, message) => {
    const parsing = () => parseUser(text, "version AWSCURRENT");
    expect(parsing).toThrow(`version AWSCURRENT ${message}`);
    expect(parsing).not.toThrow("s3cret");
  });
});

describe("describeFailure", () => {
  it("keeps our own messages, and only name and code of other errors", () => {
    expect(describeFailure(new RotationError("our own message"))).toBe("our own message");
    const driver = Object.assign(new Error("near 's3cret'"), { code: "ER_PARSE_ERROR" });
    expect(describeFailure(driver)).toBe("Error ER_PARSE_ERROR");
    expect(describeFailure(Object.assign(new Error("s3cret"), { code: "a s3cret" }))).toBe("Error");
    expect(describeFailure("s3cret")).toBe("unknown");
  });
});

describe("SQL statements", () => {
  it("escape quotes and backslashes in a password", () => {
    expect(createUserStatement("app", `a'b"c\\d`)).toBe(
      `CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY 'a\\'b\\"c\\\\d'`,
    );
  });

  it("can keep the old password beside the new one", () => {
    expect(setPasswordStatement("app", "p", true)).toBe(
      "ALTER USER 'app'@'%' IDENTIFIED BY 'p' RETAIN CURRENT PASSWORD",
    );
    expect(setPasswordStatement("app", "p", false)).toBe("ALTER USER 'app'@'%' IDENTIFIED BY 'p'");
  });

  it("grant on one database only, even if its name contains wildcards", () => {
    expect(grantStatement("app", "news_db", true)).toMatch(/ ON `news\\_db`\.\* TO 'app'@'%'$/);
    expect(grantStatement("app", "news_db", false)).toMatch(/ ON `news_db`\.\* TO 'app'@'%'$/);
    expect(grantStatement("app", "news_db", true)).not.toMatch(/GRANT OPTION|ALL|\*\.\*/);
  });

  it.each([
    ["8.4.6", true],
    ["8.0.42", true],
    ["8.0.14-standard", true],
    ["8.0.13", false],
    ["5.7.44-log", false],
    ["10.11.14-MariaDB-0+deb12u2", false],
    ["11.4.5-MariaDB", false],
    ["undefined", false],
  ])("detect whether a server of version %s keeps two passwords", (version, expected) => {
    expect(keepsTwoPasswords(version)).toBe(expected);
  });
});
