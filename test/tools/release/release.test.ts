import { release } from "../../../tools/release/release";
import { UsageError } from "../../../tools/shared/usage-error";
import { InMemoryRegion, VirtualWorld } from "./in-memory-region";

const PLAN = { steps: [10, 50], minutes: 5, rollback: false };

function ireland(newest: Readonly<Record<string, number>> = { get: 2, health: 2 }): InMemoryRegion {
  return new InMemoryRegion("eu-west-1", newest);
}

function interrupt(): never {
  throw new UsageError("the release was interrupted");
}

describe("release", () => {
  it("shifts all functions of a region by the same steps, and watches each step", async () => {
    const region = ireland();
    const world = new VirtualWorld();
    await release([region], PLAN, world);
    expect(region.changes).toEqual([
      "get 1+0.1 of 2",
      "health 1+0.1 of 2",
      "get 1+0.5 of 2",
      "health 1+0.5 of 2",
      "get 1+1 of 2",
      "health 1+1 of 2",
      "get 2",
      "health 2",
    ]);
    expect(world.seconds).toBe(3 * 5 * 60);
    expect(world.said.at(-1)).toBe("eu-west-1: released");
  });

  it("leaves functions alone that have their newest version, and does nothing the second time", async () => {
    const region = ireland({ get: 1, health: 3 });
    await release([region], PLAN, new VirtualWorld());
    expect(region.live()).toEqual(["1", "3"]);
    expect(region.changes.filter((change) => change.startsWith("get"))).toEqual([]);
    const again = new VirtualWorld();
    const before = region.changes.length;
    await release([region], PLAN, again);
    expect(region.changes).toHaveLength(before);
    expect(again.said).toEqual(["eu-west-1: every function has its newest version"]);
  });

  it("starts the next region only after the first is complete", async () => {
    const [one, two] = [ireland(), new InMemoryRegion("eu-central-1", { get: 2 })];
    const atStart: string[][] = [];
    two.onRoute = () => atStart.push(one.live());
    await release([one, two], PLAN, new VirtualWorld());
    expect(atStart[0]).toEqual(["2", "2"]);
    expect(two.live()).toEqual(["2"]);
  });

  describe("rolls back and stops", () => {
    it.each([
      ["the first", 60],
      ["the second", 400],
      ["the last", 800],
    ])("when an alarm rings in %s step", async (_, second) => {
      const [one, two] = [ireland(), new InMemoryRegion("eu-central-1", { get: 2 })];
      const world = new VirtualWorld({ [second]: () => one.ringing.add("x-get-errors") });
      await expect(release([one, two], PLAN, world)).rejects.toThrow(
        "the release of eu-west-1 was rolled back: no alarm must be in state ALARM, got x-get-errors",
      );
      expect(one.live()).toEqual(["1", "1"]);
      expect(two.changes).toEqual([]);
    });

    it("when an alarm rings in a region that was released before", async () => {
      const [one, two] = [ireland(), new InMemoryRegion("eu-central-1", { get: 2 })];
      const world = new VirtualWorld({ 1000: () => one.ringing.add("late") });
      await expect(release([one, two], PLAN, world)).rejects.toThrow("the release of eu-central-1 was rolled back");
      expect([one.live(), two.live()]).toEqual([["2", "2"], ["1"]]);
    });

    it("after an interruption", async () => {
      const region = ireland();
      await expect(release([region], PLAN, new VirtualWorld({ 60: interrupt }))).rejects.toThrow(
        "the release of eu-west-1 was rolled back: the release was interrupted",
      );
      expect(region.live()).toEqual(["1", "1"]);
    });

    it("when Lambda refuses a shift", async () => {
      const region = ireland();
      let calls = 0;
      region.onRoute = () => {
        calls += 1;
        if (calls === 2) {
          throw new Error("TooManyRequestsException");
        }
      };
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow("TooManyRequestsException");
      expect(region.live()).toEqual(["1", "1"]);
    });

    it("when only the last change fails, also the functions that have the new version already", async () => {
      const region = ireland();
      let isFailing = true;
      region.onRoute = (name) => {
        if (isFailing && name === "health" && region.live()[0] === "2") {
          isFailing = false;
          throw new Error("refused");
        }
      };
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow("was rolled back: refused");
      expect(region.live()).toEqual(["1", "1"]);
    });

    it("and tries again while Lambda throttles the rollback", async () => {
      const region = ireland({ get: 2 });
      const world = new VirtualWorld({ 60: interrupt });
      let refusals = 0;
      region.onRoute = () => {
        if (world.seconds >= 60 && refusals < 3) {
          refusals += 1;
          throw new Error("TooManyRequestsException");
        }
      };
      await expect(release([region], PLAN, world)).rejects.toThrow("was rolled back");
      expect(region.live()).toEqual(["1"]);
      expect(world.seconds).toBe(60 + 2 + 4 + 8);
    });

    it("and names the functions that it could not restore, after it has tried all of them", async () => {
      const region = ireland();
      const world = new VirtualWorld({ 60: interrupt });
      region.onRoute = (name) => {
        if (world.seconds >= 60 && name === "get") {
          throw new Error("refused");
        }
      };
      await expect(release([region], PLAN, world)).rejects.toThrow(
        "get must get the old version again, but Lambda refuses it; repeat the command with --rollback",
      );
      expect(region.live()).toEqual(["1+0.1 of 2", "1"]);
    });
  });

  describe("after a release that was killed", () => {
    /** A region whose release ended at a second, without a rollback. */
    async function killedAt(second: number): Promise<InMemoryRegion> {
      const region = ireland();
      const killed = new Error("killed");
      const world = new VirtualWorld({
        [second]: () => {
          region.onRoute = () => {
            throw killed;
          };
          throw killed;
        },
      });
      await expect(release([region], PLAN, world)).rejects.toThrow(UsageError);
      region.onRoute = () => undefined;
      return region;
    }

    it("continues, and watches the step again in which it was killed", async () => {
      const region = await killedAt(400);
      expect(region.live()).toEqual(["1+0.5 of 2", "1+0.5 of 2"]);
      const world = new VirtualWorld();
      await release([region], PLAN, world);
      expect(region.live()).toEqual(["2", "2"]);
      expect(world.seconds).toBe(2 * 5 * 60);
      expect(region.changes.filter((change) => change.includes("0.1"))).toHaveLength(2);
    });

    it("rolls back with --rollback, and has nothing to do the second time", async () => {
      const region = await killedAt(400);
      await release([region], { ...PLAN, rollback: true }, new VirtualWorld());
      expect(region.live()).toEqual(["1", "1"]);
      const again = new VirtualWorld();
      await release([region], { ...PLAN, rollback: true }, again);
      expect(again.said).toEqual(["eu-west-1: no unfinished release"]);
    });

    it("rolls back at once if an alarm rings", async () => {
      const region = await killedAt(400);
      region.ringing.add("x-get-errors");
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow("was rolled back");
      expect(region.live()).toEqual(["1", "1"]);
    });

    it("refuses to continue with a version that is newer than the unfinished one", async () => {
      const region = await killedAt(400);
      region.publish("get");
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow(
        "the unfinished release of get must be of its newest version 3, got 2; end it with --rollback first",
      );
      expect(region.live()).toEqual(["1+0.5 of 2", "1+0.5 of 2"]);
    });
  });

  describe("changes nothing", () => {
    it.each<[string, string, (region: InMemoryRegion) => void]>([
      ["while an alarm rings", "no alarm must be in state ALARM, got a", (region) => void region.ringing.add("a")],
      [
        "without alarms",
        "eu-west-1 must have alarms, got none",
        (region) => void Object.assign(region, { alarmCount: 0 }),
      ],
    ])("%s", async (_, message, change) => {
      const region = ireland();
      change(region);
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow(message);
      expect(region.changes).toEqual([]);
    });

    it("when it is interrupted before its start", async () => {
      const region = ireland();
      await expect(release([region], PLAN, new VirtualWorld({ 0: interrupt }))).rejects.toThrow(/^the release was/);
      expect(region.changes).toEqual([]);
    });

    it("if a region has no function with the alias", async () => {
      await expect(release([ireland({})], PLAN, new VirtualWorld())).rejects.toThrow(
        "the functions of eu-west-1 must have the alias live, got none; deploy the region's stack",
      );
    });
  });

  describe("with a version of a drill", () => {
    it("releases the newest other version", async () => {
      const region = ireland({ health: 2 });
      region.publish("health", true);
      await release([region], PLAN, new VirtualWorld());
      expect(region.live()).toEqual(["2"]);
    });

    it("refuses to start during the drill", async () => {
      const region = ireland({ health: 2 });
      region.publish("health", true);
      await region.route(await region.alias("health"), "3");
      await expect(release([region], PLAN, new VirtualWorld())).rejects.toThrow(
        "health must not be in a drill, got STATUS in version 3; end it",
      );
    });
  });
});
