import { databaseUsers } from "../../../modules/database/database-users";

describe("databaseUsers", () => {
  it("has a default for each user", () => {
    expect(databaseUsers({})).toEqual({ masterUsername: "project_x_user", applicationUsername: "project_x_app" });
  });

  it("keeps given names", () => {
    const names = { masterUsername: "owner", applicationUsername: "app" };
    expect(databaseUsers(names)).toEqual(names);
  });

  it.each([
    { masterUsername: "same", applicationUsername: "same" },
    { applicationUsername: "project_x_user" },
    { masterUsername: "project_x_app" },
  ])("fails when the application is the master user: %j", (names) => {
    expect(() => databaseUsers(names)).toThrow(/^applicationUsername must differ from masterUsername, got ".*"; the/);
  });
});
