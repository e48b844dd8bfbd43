import type { ItemWrite } from "../../../../tools/local-runtime/table/item-write";
import { type ReplicatedRegion, ReplicationLink } from "../../../../tools/local-runtime/table/replication-link";
import { VirtualClock } from "../../../helpers/virtual-clock";

function regionOf(region: string, more: Partial<ReplicatedRegion["replica"]>): ReplicatedRegion {
  const never = () => {
    throw new Error("a link must not call this");
  };
  return {
    region,
    replica: { onWrite: never, apply: never, lacks: never, forgetDeleted: never, snapshot: never, ...more },
  };
}

describe("ReplicationLink", () => {
  let clock: VirtualClock;
  let link: ReplicationLink;
  let write: (id: string, time?: number) => void;
  let delivered: string[];
  let apply: (text: string) => Promise<void>;
  beforeEach(() => {
    clock = new VirtualClock();
    delivered = [];
    apply = async (text) => {
      delivered.push(text);
    };
    let listener = (_write: ItemWrite) => {};
    const from = regionOf("eu-west-1", {
      onWrite: (added) => {
        listener = added;
        return () => {
          listener = () => {};
        };
      },
    });
    const to = regionOf("us-east-1", { apply: ({ key, stamp }) => apply(`${key.id?.S} ${stamp.time}`) });
    link = new ReplicationLink(from, to, { clock, delayMs: () => 100, onChange: () => {} });
    write = (id, time = 1) => {
      const key = { id: { S: id } };
      listener({ table: "Items", key, item: key, stamp: { time, region: "eu-west-1" } });
    };
  });
  afterEach(() => link.close());

  it("delivers each write after the delay, in order", async () => {
    write("a");
    await clock.advance(50);
    write("b");
    expect([link.pending, link.ageMs]).toEqual([2, 50]);
    await clock.advance(49);
    expect(delivered).toEqual([]);
    await clock.advance(1);
    expect([delivered, link.pending, link.ageMs]).toEqual([["a 1"], 1, 50]);
    await clock.advance(50);
    expect([delivered, link.pending, link.ageMs]).toEqual([["a 1", "b 1"], 0, 0]);
  });

  it("keeps one entry for each item while it is severed, but counts every write", async () => {
    link.severed = true;
    for (const [id, time] of [
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ] as const) {
      write(id, time);
    }
    await clock.advance(1_000);
    expect([delivered, link.pending]).toEqual([[], 3]);
    link.severed = false;
    await clock.advance(0);
    expect([delivered, link.pending]).toEqual([["a 3", "b 2"], 0]);
  });

  it("delivers a write that comes while an earlier one of its item is delivered", async () => {
    let end = () => {};
    apply = (text) =>
      new Promise((resolve) => {
        delivered.push(text);
        end = resolve;
      });
    write("a", 1);
    await clock.advance(100);
    link.severed = true;
    write("a", 2);
    end();
    await clock.advance(0);
    expect([delivered, link.pending]).toEqual([["a 1"], 1]);
    link.severed = false;
    await clock.advance(100);
    end();
    await clock.advance(0);
    expect([delivered, link.pending]).toEqual([["a 1", "a 2"], 0]);
  });

  it("repeats a delivery that fails after 50 ms, then after twice the time, at most 5 s", async () => {
    const times: number[] = [];
    apply = async () => {
      times.push(clock.now());
      throw new Error("no");
    };
    write("a");
    await clock.advance(20_000);
    const waits = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(waits.slice(0, 8)).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000]);
    expect(link.pending).toBe(1);
    apply = async (text) => {
      delivered.push(text);
    };
    await clock.advance(5_000);
    expect([delivered, link.pending]).toEqual([["a 1"], 0]);
  });

  it("delivers nothing after it is closed, also when a delivery fails at that time", async () => {
    let fail = (_error: Error) => {};
    apply = (text) =>
      new Promise((_, reject) => {
        delivered.push(text);
        fail = reject;
      });
    write("a");
    write("b");
    await clock.advance(100);
    link.close();
    fail(new Error("no"));
    write("c");
    await clock.advance(60_000);
    expect([delivered, link.pending, link.ageMs, clock.waiting]).toEqual([["a 1"], 0, 0, 0]);
  });
});
