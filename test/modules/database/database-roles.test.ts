import { roleSettings } from "../../../lambdas/shared/database/role-settings";
import { checkWithoutRole, DATABASE_ROLES, rolesEnvironment } from "../../../modules/database/database-roles";

describe("rolesEnvironment", () => {
  it("gives each user the role of its name, as the functions read it", () => {
    const settings = roleSettings(rolesEnvironment({ databases: ["app", "reports"], roles: DATABASE_ROLES }));
    expect(settings).toEqual({
      databases: ["app", "reports"],
      users: new Map([
        ["migrator", "migrator"],
        ["api", "api"],
        ["reader", "reader"],
      ]),
    });
  });

  it("lists the given roles only", () => {
    const { users } = roleSettings(rolesEnvironment({ databases: ["app"], roles: ["reader"] })) ?? {};
    expect([...(users?.keys() ?? [])]).toEqual(["reader"]);
  });
});

describe("checkWithoutRole", () => {
  it("accepts another name", () => {
    checkWithoutRole("masterUsername", "project_x_user", DATABASE_ROLES);
    checkWithoutRole("masterUsername", "api", ["reader"]);
  });

  it.each(["reader", "Reader"])("fails with %s", (name) => {
    expect(() => checkWithoutRole("masterUsername", name, ["api", "reader"])).toThrow(
      `masterUsername must not be one of api, reader, got "${name}"; these database users have roles`,
    );
  });
});
