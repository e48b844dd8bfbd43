import { setTimeout as sleep } from "node:timers/promises";
import { inParallel } from "../../../tools/shared/in-parallel";

describe("inParallel", () => {
  test("keeps the order of the items and never exceeds the limit", async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([30, 10, 20, 0, 5], 2, async (delay) => {
      most = Math.max(most, ++running);
      await sleep(delay);
      running--;
      return delay * 2;
    });
    expect(results).toEqual([60, 20, 40, 0, 10]);
    expect(most).toBe(2);
  });

  test("rejects with the first failure once the work under way is done", async () => {
    const finished: number[] = [];
    const work = async (item: number) => {
      await sleep(item);
      if (item === 5) {
        throw new Error("five");
      }
      finished.push(item);
    };
    await expect(inParallel([5, 20], 2, work)).rejects.toThrow("five");
    expect(finished).toEqual([20]);
  });

  test("gives an empty list for no items", async () => {
    await expect(inParallel([], 3, async () => 1)).resolves.toEqual([]);
  });
});
