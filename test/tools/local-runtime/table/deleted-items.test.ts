import { DeletedItems } from "../../../../tools/local-runtime/table/deleted-items";
import { VirtualClock } from "../../../helpers/virtual-clock";

describe("DeletedItems", () => {
  let clock: VirtualClock;
  let forgotten: number[];
  let deleted: DeletedItems;
  beforeEach(async () => {
    clock = new VirtualClock();
    forgotten = [];
    deleted = new DeletedItems(clock, (before) => forgotten.push(before));
    await clock.advance(100_000);
  });

  it("forgets what was deleted 10 seconds before the oldest write that is not delivered", () => {
    deleted.check(() => 25_000);
    expect(forgotten).toEqual([65_000]);
  });

  it("forgets at most once in 10 seconds", async () => {
    deleted.check(() => 0);
    await clock.advance(9_999);
    deleted.check(() => 0);
    expect(forgotten).toEqual([90_000]);
    await clock.advance(1);
    deleted.check(() => 0);
    expect(forgotten).toEqual([90_000, 100_000]);
  });

  it("forgets nothing while items are copied, also by two copies, and after a copy that fails", async () => {
    let end = () => {};
    const long = deleted.keepDuring(() => new Promise((resolve) => (end = resolve)));
    await expect(deleted.keepDuring(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    deleted.check(() => 0);
    expect(forgotten).toEqual([]);
    end();
    await long;
    deleted.check(() => 0);
    expect(forgotten).toEqual([90_000]);
  });
});
