import { waitForUser } from "../../../lambdas/database-migrations/wait-for-user";
import { LoggableError } from "../../../lambdas/shared/loggable-error";

const failure = (code: string) =>
  Object.assign(new Error("Access denied for user 'migrator', password secret"), { code });

/** Attempts that fail with these errors, one after the other, with a clock that moves only in pauses. */
function world(errors: readonly Error[]) {
  let time = 1000;
  const attempts: number[] = [];
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
  const attempt = async () => {
    attempts.push(time - 1000);
    const error = errors[attempts.length - 1];
    if (error) {
      throw error;
    }
    return "session";
  };
  return { attempts, wait: (limit = 120_000) => waitForUser(attempt, limit, clock) };
}

describe("waitForUser", () => {
  it("repeats the attempt every five seconds until user and databases exist", async () => {
    const { attempts, wait } = world(
      ["ER_ACCESS_DENIED_ERROR", "ER_DBACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR"].map(failure),
    );
    expect(await wait()).toBe("session");
    expect(attempts).toEqual([0, 5_000, 10_000, 15_000]);
  });

  it("gives up after two minutes, with the last error's code and what to look for", async () => {
    const { attempts, wait } = world(new Array(100).fill(failure("ER_ACCESS_DENIED_ERROR")));
    await expect(wait()).rejects.toThrow(
      expect.objectContaining({
        name: "LoggableError",
        message: expect.stringMatching(
          /must accept the user .* within 120 seconds, got ER_ACCESS_DENIED_ERROR; look for/,
        ),
      }),
    );
    expect([attempts.length, attempts.at(-1)]).toEqual([25, 120_000]);
  });

  it("tries once when no time is left", async () => {
    const { attempts, wait } = world([failure("ER_ACCESS_DENIED_ERROR")]);
    await expect(wait(-1)).rejects.toThrow("within 0 seconds, got ER_ACCESS_DENIED_ERROR;");
    expect(attempts).toEqual([0]);
  });

  it("reports other errors at once, without their message", async () => {
    const { attempts, wait } = world([failure("ECONNREFUSED")]);
    await expect(wait()).rejects.toThrow(/^the database must accept a connection, got Error ECONNREFUSED$/);
    expect(attempts).toEqual([0]);
  });

  it("reports an error that may be logged as it is", async () => {
    await expect(world([new LoggableError("username must be a text")]).wait()).rejects.toThrow(
      /^username must be a text$/,
    );
  });
});
