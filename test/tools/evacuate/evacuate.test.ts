import { evacuate } from "../../../tools/evacuate/evacuate";
import { MissingChecksError } from "../../../tools/evacuate/health-reader";
import { FakeWorld, OPTIONS, planned } from "./world";

const TWO = [planned("eu-west-1"), planned("eu-central-1")];
let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

describe("evacuate", () => {
  it("sends one data point, shows each change, and says what to do next", async () => {
    expect(await evacuate(TWO, OPTIONS, world)).toBe(true);
    expect(world.sent).toEqual(["eu-west-1 true at 0 s"]);
    expect(world.lines).toEqual([
      "sent: eu-west-1 is evacuated",
      "0 s: eu-west-1 is not evacuated, its endpoint is healthy, the check of its records is healthy",
      "45 s: eu-west-1 is evacuated, its endpoint is healthy, the check of its records is unhealthy",
      "confirmed: Route 53 does not answer with eu-west-1. Resolvers keep earlier answers for up to 60 s, and clients that " +
        "ignore the TTL for longer. eu-west-1 stays evacuated until you return it with --undo.",
    ]);
  });

  it("sends the data point again every minute until Route 53 confirms", async () => {
    world.lost = 2;
    expect(await evacuate(TWO, OPTIONS, world)).toBe(true);
    expect(world.sent.map((line) => line.split(" at ")[1])).toEqual(["0 s", "60 s", "120 s"]);
  });

  it("continues to wait if the data point cannot be sent again", async () => {
    world.delay = 100;
    const send: FakeWorld["send"] = async (region, evacuated) => {
      if (world.now() > 0) {
        throw new Error("no answer");
      }
      await world.send(region, evacuated);
    };
    expect(await evacuate(TWO, OPTIONS, { ...world, send })).toBe(true);
    expect(world.lines).toContain("not sent again: Error: no answer");
  });

  it("is confirmed only when the check of the region's records follows, too", async () => {
    const read: FakeWorld["read"] = async (region) => {
      const { record, ...health } = await world.read(region);
      return { ...health, record: world.now() < 90_000 ? undefined : record };
    };
    expect(await evacuate(TWO, OPTIONS, { ...world, read })).toBe(true);
    expect(world.now()).toBe(90_000);
  });

  it("does not repeat a routing control", async () => {
    world.delay = 200;
    const control = planned("eu-west-1", { switch: { type: "routing-control", arn: "arn" } });
    expect(await evacuate([control, planned("eu-central-1")], OPTIONS, world)).toBe(true);
    expect(world.sent).toHaveLength(1);
  });

  it("is not confirmed if Route 53 takes longer than the limit, and has sent the request", async () => {
    world.delay = 1_000;
    expect(await evacuate(TWO, { ...OPTIONS, waitSeconds: 20 }, world)).toBe(false);
    expect(world.now()).toBeLessThanOrEqual(20_000);
    expect(world.sent).toHaveLength(1);
  });

  it("evacuates an unhealthy region", async () => {
    world.failing.add("eu-west-1");
    expect(await evacuate(TWO, OPTIONS, world)).toBe(true);
    expect(world.lines).toContain("sent: eu-west-1 is evacuated");
  });

  it("says that a region is already evacuated, also if no other region is healthy", async () => {
    world.evacuated.add("eu-west-1");
    world.failing.add("eu-central-1");
    expect(await evacuate(TWO, OPTIONS, world)).toBe(true);
    expect(world.lines[0]).toBe("eu-west-1 is already evacuated");
    expect(world.now()).toBe(0);
  });

  it.each([
    ["unhealthy", (it: FakeWorld) => it.failing.add("eu-central-1"), "eu-central-1 unhealthy"],
    ["evacuated", (it: FakeWorld) => it.evacuated.add("eu-central-1"), "eu-central-1 evacuated"],
    [
      "unknown",
      (it: FakeWorld) => it.unreadable.add("eu-central-1"),
      "eu-central-1 unknown (TimeoutError: connection refused at us-east-1)",
    ],
  ])("refuses the last healthy region if the other one is %s", async (_, prepare, words) => {
    prepare(world);
    await expect(evacuate(TWO, OPTIONS, world)).rejects.toThrow(
      `--region must leave a healthy region, got "eu-west-1" with ${words}; return or repair another region first, or use ` +
        "--unchecked if you know that one is healthy",
    );
    expect(world.sent).toEqual([]);
  });

  it("does not count a drained region as healthy", async () => {
    const plan = [planned("eu-west-1"), planned("eu-central-1", { routed: false })];
    await expect(evacuate(plan, OPTIONS, world)).rejects.toThrow('got "eu-west-1" with no other region');
  });

  it("counts one healthy region of several", async () => {
    world.failing.add("eu-central-1");
    world.unreadable.add("us-east-1");
    const plan = [...TWO, planned("us-east-1"), planned("us-west-2")];
    expect(await evacuate(plan, OPTIONS, world)).toBe(true);
  });

  it("sends without the state of the checks if the operator says so", async () => {
    for (const { region } of TWO) {
      world.unreadable.add(region);
    }
    expect(await evacuate(TWO, { ...OPTIONS, unchecked: true, waitSeconds: 10 }, world)).toBe(false);
    expect(world.sent).toEqual(["eu-west-1 true at 0 s"]);
    expect(world.lines).toEqual([
      "not checked whether another region is healthy (--unchecked)",
      "sent: eu-west-1 is evacuated",
      "0 s: the health checks cannot be read: TimeoutError: connection refused at us-east-1",
    ]);
  });

  it("reads nothing before it sends if the operator says so", async () => {
    const sentAtRead: number[] = [];
    const read: FakeWorld["read"] = (region) => {
      sentAtRead.push(world.sent.length);
      return world.read(region);
    };
    await evacuate(TWO, { ...OPTIONS, unchecked: true }, { ...world, read });
    expect(sentAtRead[0]).toBe(1);
  });

  it("does not wait for checks that are not deployed", async () => {
    const read = () => Promise.reject(new MissingChecksError("the health checks of eu-west-1 must be deployed"));
    const wait = evacuate(TWO, { ...OPTIONS, unchecked: true }, { ...world, read });
    await expect(wait).rejects.toThrow("the health checks of eu-west-1 must be deployed");
    expect(world.now()).toBe(0);
  });

  it("refuses an unknown region and a drained one", async () => {
    await expect(evacuate(TWO, { ...OPTIONS, region: "x" }, world)).rejects.toThrow(
      '--region must be one of eu-west-1, eu-central-1, got "x"',
    );
    const drained = [planned("eu-west-1", { routed: false }), planned("eu-central-1")];
    await expect(evacuate(drained, OPTIONS, world)).rejects.toThrow(
      '--region must be a region that gets requests, got "eu-west-1", which is drained; nothing needs to be evacuated',
    );
    expect(world.sent).toEqual([]);
  });
});

describe("evacuate with --undo", () => {
  const undo = { ...OPTIONS, undo: true };

  it("returns an evacuated region, and says when Route 53 answers with it again", async () => {
    world.evacuated.add("eu-west-1");
    expect(await evacuate(TWO, undo, world)).toBe(true);
    expect(world.sent).toEqual(["eu-west-1 false at 0 s"]);
    expect(world.lines.at(-1)).toContain(
      "confirmed: Route 53 answers with eu-west-1 again while its endpoint is healthy.",
    );
  });

  it("is confirmed for a region whose endpoint is unhealthy", async () => {
    world.evacuated.add("eu-west-1");
    world.failing.add("eu-west-1");
    expect(await evacuate(TWO, undo, world)).toBe(true);
    expect(world.lines.at(-2)).toContain("its endpoint is unhealthy");
  });

  it("refuses nothing: a drained region, a healthy one, or without the state of the checks", async () => {
    world.failing.add("eu-central-1");
    expect(await evacuate([planned("eu-west-1", { routed: false })], undo, world)).toBe(true);
    expect(world.lines[0]).toBe("eu-west-1 is not evacuated");
    world.unreadable.add("eu-west-1");
    expect(await evacuate(TWO, { ...undo, waitSeconds: 0 }, world)).toBe(false);
    expect(world.sent).toHaveLength(2);
  });
});
