import { DeadlineError } from "../../../lambdas/shared/deadline";
import { BoundedTable } from "../../../lambdas/shared/dynamodb";

describe("BoundedTable", () => {
  const table = new BoundedTable({ connectMs: 10_000, attemptMs: 10_000, attempts: 3, totalMs: 20 });

  beforeAll(() => {
    jest.useFakeTimers();
  });
  afterAll(() => {
    jest.useRealTimers();
  });

  /** What a call fails with that takes longer than the whole budget, whatever its attempts may take. */
  async function failureOf(milliseconds: number): Promise<{ readonly error: unknown; readonly aborted: boolean }> {
    let signal: AbortSignal | undefined;
    const call = table.send((_, options) => {
      signal = options.abortSignal;
      return new Promise<void>(() => {});
    });
    const caught = call.then(
      () => undefined,
      (error: unknown) => error,
    );
    await jest.advanceTimersByTimeAsync(milliseconds);
    const pending = Symbol("pending");
    const error = await Promise.race([caught, Promise.resolve(pending)]);
    return { error: error === pending ? "pending" : error, aborted: signal?.aborted ?? false };
  }

  it("answers 503 and aborts the call when all attempts together exceed the budget", async () => {
    const { error, aborted } = await failureOf(20);
    expect(error).toMatchObject({ status: 503, cause: expect.any(DeadlineError) });
    expect(aborted).toBe(true);
  });

  it("waits until the budget is used up", async () => {
    expect(await failureOf(19)).toEqual({ error: "pending", aborted: false });
    await jest.advanceTimersByTimeAsync(1);
  });

  it.each([
    ["ThrottlingException", 400],
    ["ProvisionedThroughputExceededException", 400],
    ["InternalServerError", 500],
  ])("answers 503 to %s, which a retry may overcome", async (name, httpStatusCode) => {
    const error = Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
    await expect(table.send(() => Promise.reject(error))).rejects.toMatchObject({ status: 503, cause: error });
  });

  it("passes on what a retry cannot overcome", async () => {
    const error = Object.assign(new Error("no such table"), {
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(table.send(() => Promise.reject(error))).rejects.toBe(error);
  });
});
