import fc from "fast-check";
import { RequestLog } from "../../../../tools/drill/load/request-log";
import { STALE_AFTER_MS } from "../../../../tools/drill/model/request";

const write = (item: string) => ({ n: 1, kind: "write" as const, via: "shared", item });
const read = (item: string) => ({ n: 2, kind: "read" as const, via: "shared", item });

describe("RequestLog", () => {
  it("names each item once, with the prefix", () => {
    const log = new RequestLog("drill-a-");
    expect([log.nextItem(), log.nextItem(), log.itemCount]).toEqual(["drill-a-1", "drill-a-2", 2]);
  });

  it.each([
    [200, 5_000, "ok"],
    [404, STALE_AFTER_MS, "missing"],
    [404, STALE_AFTER_MS + 1, "stale"],
    [503, 5_000, "failed"],
    [undefined, 5_000, "failed"],
  ])("judges a read with status %s, %s ms after the write, as %s", (status, age, outcome) => {
    const log = new RequestLog("");
    log.add(write("a"), { status: 201 }, 900, 1_000);
    log.add(read("a"), status === undefined ? { reason: "ECONNREFUSED" } : { status }, 1_000 + age, 1_020 + age);
    expect(log.records.at(-1)?.outcome).toBe(outcome);
  });

  it.each([
    [200, "ok"],
    [201, "ok"],
    [409, "failed"],
    [429, "failed"],
    [503, "failed"],
  ])("judges a write with status %s as %s", (status, outcome) => {
    const log = new RequestLog("");
    log.add(write("a"), { status }, 0, 1);
    expect(log.records[0]?.outcome).toBe(outcome);
    expect(log.items).toEqual(outcome === "ok" ? ["a"] : []);
  });

  it("reads nothing before a write is acknowledged, then this write, then only items that must be everywhere", () => {
    const log = new RequestLog("");
    expect(log.itemToRead(0)).toBeUndefined();
    log.add(write("a"), { status: 503 }, 0, 1);
    expect(log.itemToRead(10)).toBeUndefined();
    log.add(write("b"), { status: 201 }, 0, 1_000);
    expect(log.itemToRead(1_100)).toBe("b");
    log.add(write("c"), { status: 201 }, 0, 4_000);
    expect([log.itemToRead(4_500), log.itemToRead(4_500)]).toEqual(["b", "b"]);
  });

  it("reads every item sooner or later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const log = new RequestLog("");
        for (let index = 0; index < count; index += 1) {
          log.add(write(`${index}`), { status: 201 }, 0, 0);
        }
        const items = Array.from({ length: count * 4 }, () => log.itemToRead(STALE_AFTER_MS + 1));
        expect(new Set(items).size).toBe(count);
      }),
    );
  });
});
