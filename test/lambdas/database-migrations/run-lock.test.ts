import { checkUnlocked, takeLock } from "../../../lambdas/database-migrations/run-lock";

/** A server that answers GET_LOCK and IS_USED_LOCK with these values. */
function server(locked: unknown, holder: unknown) {
  const statements: string[] = [];
  const query = async (_what: string, statement: string) => {
    statements.push(statement);
    return [statement.includes("GET_LOCK") ? { locked } : { id: holder }];
  };
  return { statements, query };
}

describe("takeLock", () => {
  it.each([
    [100, 30],
    [7.9, 7],
    [-3, 0],
  ])("waits, with %d seconds left, for %d seconds", async (left, wait) => {
    const { statements, query } = server(1, null);
    await takeLock(query, left);
    expect(statements).toEqual([`SELECT GET_LOCK('tierra-migrations', ${wait}) AS locked`]);
  });

  it.each([0, null])("names the connection that holds the lock when the server answers %s", async (locked) => {
    await expect(takeLock(server(locked, 42).query, 30)).rejects.toThrow(
      expect.objectContaining({
        name: "LoggableError",
        message:
          "only one run at a time must use the database, got another run on connection 42 of the database after a wait of 30" +
          " seconds; run again after it",
      }),
    );
  });

  it("says when the holder has ended meanwhile", async () => {
    await expect(takeLock(server(0, null).query, 1)).rejects.toThrow(
      "got another run on a connection that has just ended after",
    );
  });
});

describe("checkUnlocked", () => {
  it("accepts a free lock without taking it", async () => {
    const { statements, query } = server(1, null);
    await checkUnlocked(query);
    expect(statements).toEqual(["SELECT IS_USED_LOCK('tierra-migrations') AS id"]);
  });

  it("refuses a held lock", async () => {
    await expect(checkUnlocked(server(1, 42).query)).rejects.toThrow(
      "a plan must not be made during a run, got a run on connection 42 of the database; plan again after it",
    );
  });
});
