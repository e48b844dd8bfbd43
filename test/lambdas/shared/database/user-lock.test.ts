import { lockUser, unlockUser } from "../../../../lambdas/shared/database/user-lock";

function queryOf(locked: unknown) {
  const statements: string[] = [];
  const query = async (_what: string, statement: string) => {
    statements.push(statement);
    return [{ locked }];
  };
  return { query, statements };
}

describe("the lock of a user", () => {
  it("has the user's name, is waited for, and is released by the same name", async () => {
    const { query, statements } = queryOf(1);
    await lockUser(query, "api");
    await unlockUser(query, "api");
    expect(statements).toEqual([
      "SELECT GET_LOCK('tierra-rotation-api', 4) AS locked",
      "SELECT RELEASE_LOCK('tierra-rotation-api')",
    ]);
  });

  it.each([0, null, undefined])("fails when the server answers %p", async (locked) => {
    await expect(lockUser(queryOf(locked).query, "api")).rejects.toThrow(
      "another rotation of the same user is in progress; try again",
    );
  });
});
