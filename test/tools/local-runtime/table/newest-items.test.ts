import { NewestItems } from "../../../../tools/local-runtime/table/newest-items";

const REGION = "eu-west-1";

describe("NewestItems", () => {
  /** Records a write of an item at a time, or its deletion. */
  const record = (items: NewestItems, id: string, time: number, deleted = false) => {
    const key = { item_id: { S: id } };
    items.record({ table: "Items", key, item: deleted ? undefined : key, stamp: { time, region: REGION } });
  };
  const ids = (items: NewestItems) => items.newest({}).map(({ id }) => id);

  it("keeps the 20 newest of many in order, also when writes arrive out of order", () => {
    const items = new NewestItems();
    for (let n = 0; n < 500; n += 1) {
      const time = (n * 211) % 500;
      record(items, `item-${time}`, time);
    }
    expect(ids(items)).toEqual(Array.from({ length: 20 }, (_, n) => `item-${499 - n}`));
    expect(items.count).toBe(500);
  });

  it("finds older items again after deletions", () => {
    const items = new NewestItems();
    for (let n = 0; n < 300; n += 1) {
      record(items, `item-${n}`, n);
    }
    for (let n = 100; n < 300; n += 1) {
      record(items, `item-${n}`, 1_000 + n, true);
    }
    expect(ids(items)).toEqual(Array.from({ length: 20 }, (_, n) => `item-${99 - n}`));
    expect(items.count).toBe(100);
  });

  it("does not show an old write in place of a newer item that it no longer keeps in order", () => {
    const items = new NewestItems();
    for (let n = 1; n <= 150; n += 1) {
      record(items, `item-${n}`, n);
    }
    record(items, "item-150", 1_000, true);
    record(items, "old", 0.5);
    for (let n = 70; n < 150; n += 1) {
      record(items, `item-${n}`, 1_000 + n, true);
    }
    expect(ids(items)).toEqual(Array.from({ length: 20 }, (_, n) => `item-${69 - n}`));
  });

  it("moves an item that is written again to the front, and ignores an older write", () => {
    const items = new NewestItems();
    record(items, "first", 1);
    record(items, "second", 2);
    record(items, "first", 3);
    record(items, "second", 1, true);
    expect(ids(items)).toEqual(["first", "second"]);
    expect(items.count).toBe(2);
  });

  it("shows an item of another program with the region and time of its write, and version 0", () => {
    const items = new NewestItems();
    record(items, "other", Date.UTC(2026, 10, 25));
    expect(items.newest({ [REGION]: () => ({ time: Date.UTC(2026, 10, 25), region: REGION }) })).toEqual([
      { id: "other", originRegion: REGION, version: 0, createdAt: "2026-11-25T00:00:00.000Z", regions: [REGION] },
    ]);
  });

  it("ignores a write that is older than a deletion, until the deletion is forgotten", () => {
    const items = new NewestItems();
    record(items, "kept", 1);
    record(items, "gone", 20, true);
    items.forgetDeleted(20);
    record(items, "gone", 10);
    expect(ids(items)).toEqual(["kept"]);
    items.forgetDeleted(21);
    record(items, "gone", 10);
    expect(ids(items)).toEqual(["gone", "kept"]);
  });
});
