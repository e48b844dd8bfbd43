import { UsageError } from "../../../tools/shared/usage-error";
import { Reloads } from "../../../tools/start/reloads";

/** Reloads that the test ends. */
function reloads() {
  const ends: ((problem?: Error) => void)[] = [];
  const results: (string | undefined)[] = [];
  const made = new Reloads({
    reload: () =>
      new Promise<void>((resolve, reject) => {
        ends.push((problem) => (problem ? reject(problem) : resolve()));
      }),
    onEnd: (problem) => results.push(problem),
  });
  /** Ends a reload, and waits for what follows. */
  const end = async (index: number, problem?: Error) => {
    ends[index]?.(problem);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { made, ends, results, end };
}

describe("Reloads", () => {
  it("runs one reload at a time, and one more for all changes during it", async () => {
    const { made, ends, results, end } = reloads();
    made.request();
    made.request();
    made.request();
    expect(ends).toHaveLength(1);
    await end(0);
    expect([ends.length, results]).toEqual([2, []]);
    await end(1);
    expect([ends.length, results]).toEqual([2, [undefined]]);
    made.request();
    expect(ends).toHaveLength(3);
  });

  it("reports a problem, and its end", async () => {
    const { made, results, end } = reloads();
    made.request();
    await end(0, new UsageError("config/dev.ts: 1 problem"));
    made.request();
    await end(1);
    expect(results).toEqual(["config/dev.ts: 1 problem", undefined]);
  });

  it("reports a bug with its stack trace", async () => {
    const { made, results, end } = reloads();
    made.request();
    await end(0, new TypeError("a bug"));
    expect(results[0]).toMatch(/^TypeError: a bug\n {4}at /);
  });

  it("waits for the reload that runs, and begins no other", async () => {
    const { made, ends, results, end } = reloads();
    made.request();
    made.request();
    const closed = made.close();
    await end(0, new UsageError("interrupted"));
    await closed;
    made.request();
    expect([ends.length, results]).toEqual([1, []]);
  });
});
