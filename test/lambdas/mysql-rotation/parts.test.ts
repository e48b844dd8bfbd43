import { parseCredentials, parseUser } from "../../../lambdas/mysql-rotation/credentials";
import { describeFailure, RotationError } from "../../../lambdas/mysql-rotation/errors";
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

  it("takes MySQL's port where none is given", () => {
    const { port, ...rest } = FIELDS;
    expect(parse(rest).port).toBe(3306);
  });

  it.each([
    ["engine", "postgres", 'engine in the new version must be "mysql"'],
    ["port", "3306", "port in the new version must be a number from 1 to 65535"],
    ["host", "", "host in the new version must be a text that is not empty"],
    ["password", 7, "password in the new version must be a text that is not empty"],
    ["dbname", undefined, "dbname in the new version must be a text that is not empty"],
    ["masterarn", "", "masterarn in the new version must be a text that is not empty"],
  ])("fails when %s is %p, and does not say it", (key, value, message) => {
    expect(() => parse({ ...FIELDS, [key]: value })).toThrow(message);
  });

  it.each([
    [undefined, "must have a value"],
    ['{"password":"s3cret', "must be a JSON object"],
    ["[]", "must be a JSON object"],
  ])("fails for the text %p without quoting it", (text, message) => {
    const parsing = () => parseUser(text, "version AWSCURRENT");
    expect(parsing).toThrow(`version AWSCURRENT ${message}`);
    expect(parsing).not.toThrow("s3cret");
  });
});

describe("describeFailure", () => {
  it("says what we say, and of others the name and code alone", () => {
    expect(describeFailure(new RotationError("said by us"))).toBe("said by us");
    const driver = Object.assign(new Error("near 's3cret'"), { code: "ER_PARSE_ERROR" });
    expect(describeFailure(driver)).toBe("Error ER_PARSE_ERROR");
    expect(describeFailure(Object.assign(new Error("s3cret"), { code: "a s3cret" }))).toBe("Error");
    expect(describeFailure("s3cret")).toBe("unknown");
  });
});

describe("the statements", () => {
  it("keep a password with quotes and backslashes one text", () => {
    expect(createUserStatement("app", `a'b"c\\d`)).toBe(
      `CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY 'a\\'b\\"c\\\\d'`,
    );
  });

  it("keep the old password beside the new one when told to", () => {
    expect(setPasswordStatement("app", "p", true)).toBe(
      "ALTER USER 'app'@'%' IDENTIFIED BY 'p' RETAIN CURRENT PASSWORD",
    );
    expect(setPasswordStatement("app", "p", false)).toBe("ALTER USER 'app'@'%' IDENTIFIED BY 'p'");
  });

  it("grant one database alone, though its name holds wildcards", () => {
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
  ])("know whether a server of version %s keeps two passwords", (version, expected) => {
    expect(keepsTwoPasswords(version)).toBe(expected);
  });
});
