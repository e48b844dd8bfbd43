import { DeadlineError, withDeadline } from "../../../lambdas/shared/deadline";

const never = () => new Promise<never>(() => {});

describe("withDeadline", () => {
  it("returns the result of work that ends in time", async () => {
    expect(await withDeadline("the work", 1000, async () => "done")).toBe("done");
  });

  it("fails with a timeout that names the step", async () => {
    const outcome = withDeadline("the work", 10, never);
    await expect(outcome).rejects.toThrow(DeadlineError);
    await expect(outcome).rejects.toMatchObject({ message: "the work must end within 10 ms", code: "ETIMEDOUT" });
  });

  it("aborts the signal at the deadline only", async () => {
    const signals: AbortSignal[] = [];
    const record = (signal: AbortSignal) => signals.push(signal);
    await withDeadline("the work", 1000, async (signal) => record(signal));
    await withDeadline("the work", 10, (signal) => {
      record(signal);
      return never();
    }).catch(() => undefined);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it("passes errors of the work on", async () => {
    await expect(withDeadline("the work", 1000, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });
});
