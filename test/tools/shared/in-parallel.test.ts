import { inParallel } from "../../../tools/shared/in-parallel";

/** Work that the test ends, by item. */
class Work {
  readonly underWay = new Map<number, { end: (result: number) => void; fail: (error: Error) => void }>();
  most = 0;

  readonly do = (item: number): Promise<number> =>
    new Promise((end, fail) => {
      this.underWay.set(item, { end, fail });
      this.most = Math.max(this.most, this.underWay.size);
    });

  /** Ends the work on an item, and waits until all dependent promises continue. */
  async end(item: number, error?: Error): Promise<void> {
    const work = this.underWay.get(item);
    this.underWay.delete(item);
    if (error) {
      work?.fail(error);
    } else {
      work?.end(item * 2);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("inParallel", () => {
  it("returns results in the order of the items, and never exceeds the limit", async () => {
    const work = new Work();
    const results = inParallel([30, 10, 20, 0, 5], 2, work.do);
    expect([...work.underWay.keys()]).toEqual([30, 10]);
    for (const item of [10, 20, 0, 30, 5]) {
      await work.end(item);
    }
    expect(await results).toEqual([60, 20, 40, 0, 10]);
    expect(work.most).toBe(2);
  });

  it("rejects with the first failure after the running work has ended", async () => {
    const work = new Work();
    let settled = false;
    const failing = expect(inParallel([5, 20], 2, work.do).finally(() => (settled = true))).rejects.toThrow("five");
    await work.end(5, new Error("five"));
    expect(settled).toBe(false);
    await work.end(20);
    await failing;
    expect(settled).toBe(true);
  });

  it("returns an empty list without items", async () => {
    await expect(inParallel([], 3, async () => 1)).resolves.toEqual([]);
  });
});
