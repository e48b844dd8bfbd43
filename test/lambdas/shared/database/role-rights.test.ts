import { isRole, ROLES, rightsOf } from "../../../../lambdas/shared/database/role-rights";

const STRUCTURE = [
  ...["ALTER", "ALTER ROUTINE", "CREATE", "CREATE ROUTINE", "CREATE TEMPORARY TABLES", "CREATE VIEW", "DELETE", "DROP"],
  ...["EVENT", "EXECUTE", "INDEX", "INSERT", "LOCK TABLES", "REFERENCES", "SELECT", "SHOW VIEW", "TRIGGER", "UPDATE"],
];

describe("rightsOf", () => {
  it.each([
    ["owner", STRUCTURE],
    ["migrator", STRUCTURE],
    ["api", ["DELETE", "INSERT", "SELECT", "UPDATE"]],
    ["reader", ["SELECT", "SHOW VIEW"]],
  ] as const)("gives the role %s exactly its privileges on the given databases", (role, privileges) => {
    expect([...rightsOf(role, ["a", "b"]).privileges].sort()).toEqual(privileges);
    expect(rightsOf(role, ["a", "b"]).databases).toEqual(["a", "b"]);
  });

  it("knows four roles", () => {
    expect(ROLES).toEqual(["owner", "migrator", "api", "reader"]);
    expect(["reader", "constructor", undefined].map(isRole)).toEqual([true, false, false]);
  });
});
