import { LatestWrites } from "../../../../tools/local-runtime/table/latest-writes";
import { VirtualClock } from "../../../helpers/virtual-clock";

const FAR = "us-east-1";

describe("LatestWrites", () => {
  let clock: VirtualClock;
  let latest: LatestWrites;
  beforeEach(() => {
    clock = new VirtualClock();
    latest = new LatestWrites("eu-west-1", clock);
  });

  it("gives each write of a region a later stamp, even at the same time", async () => {
    await clock.advance(1_000);
    const times = ["a", "b", "a"].map((place) => latest.stamp(place, false).time);
    expect(times[0]).toBe(1_000);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(times).size).toBe(3);
  });

  it("gives a write a later stamp than the item that it replaces, even if the other region's clock is ahead", () => {
    const ahead = { time: 60_000, region: FAR };
    latest.record("a", ahead, false);
    const own = latest.stamp("a", false);
    expect(own.time).toBeGreaterThan(ahead.time);
    expect(latest.loses("a", ahead)).toBe(false);
  });

  it("forgets deleted items only, and only those before the time", () => {
    latest.record("deleted", { time: 10, region: FAR }, true);
    latest.record("restored", { time: 10, region: FAR }, true);
    latest.record("restored", { time: 11, region: FAR }, false);
    latest.record("present", { time: 1, region: FAR }, false);
    latest.forgetDeleted(10);
    expect(latest.places()).toEqual(["deleted", "restored", "present"]);
    latest.forgetDeleted(20);
    expect(latest.places()).toEqual(["restored", "present"]);
    expect(latest.loses("deleted", { time: 5, region: FAR })).toBe(true);
  });
});
