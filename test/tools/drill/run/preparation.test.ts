import { endLeftOvers, prepare } from "../../../../tools/drill/run/preparation";
import { HOME, OTHER, passing, Rig } from "../rig";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe("prepare", () => {
  it("describes the drill and asks before it starts", async () => {
    const rig = new Rig();
    await prepare(rig.fault("region"), rig.preparation());
    expect(rig.said).toEqual([`region of ${HOME}`]);
    expect(rig.asked).toEqual([`Start the region drill k3v9x2ab in ${HOME}?`]);
  });

  it("does nothing if the operator says no", async () => {
    const rig = new Rig();
    rig.answer = new Error("no");
    await expect(prepare(rig.fault("region"), rig.preparation())).rejects.toThrow("no");
    expect(rig.backend.calls).toEqual([]);
  });

  it.each<[string, (rig: Rig) => void, string]>([
    [
      "the other region is unhealthy",
      (rig) => void Object.assign(rig.backend.regions[1] ?? {}, { sickSince: -1e9 }),
      `every other region must be healthy, got ${OTHER} unhealthy; repair it first, because the drill would be an outage`,
    ],
    [
      "the region itself is unhealthy",
      (rig) => void Object.assign(rig.backend.regions[0] ?? {}, { sickSince: -1e9 }),
      `--region must be healthy before a drill, got "${HOME}" unhealthy; repair or return it first`,
    ],
    [
      "an alarm is on",
      (rig) => void rig.backend.alarms.push("items-eu-west-1-replication"),
      "no alarm must be in state ALARM, got items-eu-west-1-replication; look at its cause, and start the drill when it has ended",
    ],
    [
      "the other region is drained",
      (rig) => void Object.assign(rig.backend.regions[1] ?? {}, { routed: false }),
      `--region must leave another active region, got "${HOME}", the only one; activate another region first`,
    ],
    [
      "the region is drained",
      (rig) => void Object.assign(rig.backend.regions[0] ?? {}, { routed: false }),
      `--region must be a region that gets requests, got "${HOME}", which is drained; restore it or choose another region`,
    ],
    [
      "the region is unknown",
      (rig) => void rig.backend.regions.shift(),
      `--region must be one of ${OTHER}, got "${HOME}"`,
    ],
  ])("refuses a drill if %s", async (_, change, message) => {
    const rig = new Rig();
    change(rig);
    await expect(prepare(rig.fault("region"), rig.preparation())).rejects.toEqual(new Error(message));
    expect([rig.backend.calls, rig.asked]).toEqual([[], []]);
  });

  it("asks before it ends the drill of another machine, and waits until the region is healthy", async () => {
    const rig = new Rig();
    await rig.backend.fail({ ...rig.fault("region"), id: "zzzzzzzz" });
    await jest.advanceTimersByTimeAsync(10_000);
    await passing(prepare(rig.fault("region"), rig.preparation()));
    expect(rig.asked[0]).toBe("Another machine may still run it. End it?");
    expect(rig.said).toContain("waiting until all regions are healthy again");
    expect(rig.backend.calls).toEqual([`fail region ${HOME}`, `restore region ${HOME}`]);
  });

  it("leaves the drill of another machine if the operator says no", async () => {
    const rig = new Rig();
    rig.answer = new Error("no");
    await rig.backend.fail(rig.fault("writes"));
    await expect(prepare(rig.fault("region"), rig.preparation())).rejects.toThrow("no");
    expect(rig.backend.active.size).toBe(1);
  });

  it("gives up waiting, and refuses the drill, if an alarm stays on after the end of an earlier drill", async () => {
    const rig = new Rig();
    await rig.backend.fail(rig.fault("writes"));
    rig.backend.alarms.push("a");
    await expect(passing(prepare(rig.fault("region"), rig.preparation()))).rejects.toThrow("no alarm must be");
  });
});

describe("endLeftOvers", () => {
  it("has no effect without a fault", async () => {
    const rig = new Rig();
    expect(await endLeftOvers(rig.preparation())).toBe(0);
    expect([rig.said, rig.asked]).toEqual([[], []]);
  });
});
