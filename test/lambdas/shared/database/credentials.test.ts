import { parseCredentials, parseUser } from "../../../../lambdas/shared/database/credentials";

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
