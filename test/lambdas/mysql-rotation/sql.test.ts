import {
  createUserStatement,
  keepsTwoPasswords,
  requireCurrentStatement,
  setPasswordStatement,
} from "../../../lambdas/mysql-rotation/sql";

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

  it("can make a user name its password to change it", () => {
    expect(requireCurrentStatement("a'pp")).toBe("ALTER USER 'a\\'pp'@'%' PASSWORD REQUIRE CURRENT");
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
