import { idFromPath } from "../../../lambdas/items/get-item/core";
import { drillStatus, RegionHealth } from "../../../lambdas/items/health/core";
import { heartbeatId } from "../../../lambdas/items/health/heartbeats";
import type { Checks } from "../../../lambdas/items/health/probe";

const OK = { ok: true, milliseconds: 1 } as const;
const FAILED = { ok: false } as const;

describe("RegionHealth", () => {
  /** An execution environment with a clock of its own. `at` probes at a second and returns whether the region is healthy. */
  const environment = () => {
    const state = { now: 0, probes: 0, checks: { read: OK, write: OK } as Checks };
    const health = new RegionHealth(
      async () => {
        state.probes += 1;
        return state.checks;
      },
      () => state.now,
    );
    const at = async (seconds: number, checks: Checks = { read: OK, write: OK }) => {
      state.now = seconds * 1000;
      state.checks = checks;
      return (await health.check(() => undefined)).healthy;
    };
    return { state, health, at };
  };
  const bad = { read: OK, write: FAILED };

  it("probes again after two seconds", async () => {
    const { state, at } = environment();
    for (const second of [0, 1.999, 2, 3.999, 4]) {
      await at(second);
    }
    expect(state.probes).toBe(3);
  });

  it("shares one probe between concurrent callers", async () => {
    let probes = 0;
    let finish: (checks: Checks) => void = () => undefined;
    const health = new RegionHealth(
      () =>
        new Promise((resolve) => {
          probes += 1;
          finish = resolve;
        }),
      () => 0,
    );
    const verdicts = Array.from({ length: 10 }, () => health.check(() => undefined));
    finish({ read: OK, write: OK });
    expect(new Set((await Promise.all(verdicts)).map(({ healthy }) => healthy))).toEqual(new Set([true]));
    expect(probes).toBe(1);
  });

  it("is unhealthy after three failed probes in a row, not after one or two", async () => {
    const { at } = environment();
    expect([await at(0), await at(2, bad), await at(4, bad), await at(6, bad)]).toEqual([true, true, true, false]);
  });

  it("counts failed reads and failed writes together", async () => {
    const { at } = environment();
    const unread = { read: FAILED, write: OK };
    expect([await at(0), await at(2, bad), await at(4, unread), await at(6, bad)]).toEqual([true, true, true, false]);
  });

  it("starts to count again after a success, and is healthy again after one", async () => {
    const { at } = environment();
    const seen = [await at(0), await at(2, bad), await at(4, bad), await at(6), await at(8, bad), await at(10, bad)];
    expect(seen).toEqual([true, true, true, true, true, true]);
    expect([await at(12, bad), await at(14)]).toEqual([false, true]);
  });

  it("is unhealthy at once in a new environment whose first probe fails, until one succeeds", async () => {
    const { at } = environment();
    expect([await at(0, bad), await at(2, bad), await at(4), await at(6, bad)]).toEqual([false, false, true, true]);
  });

  it("does not trust a success for more than 12 s, so that few requests do not hide a failure", async () => {
    const { at } = environment();
    expect([await at(0), await at(11.999, bad)]).toEqual([true, true]);
    const other = environment();
    expect([await other.at(0), await other.at(12, bad)]).toEqual([true, false]);
  });

  it("caches a verdict with its checks for two seconds", async () => {
    const { at, health } = environment();
    await at(0, bad);
    expect(await at(1.999)).toBe(false);
    expect((await health.check(() => undefined)).checks).toEqual(bad);
  });

  it.each([2, 3, 5, 10, 11])("is unhealthy within 12 s of a success, with a probe every %d s", async (interval) => {
    const { at } = environment();
    expect(await at(0)).toBe(true);
    let second = interval;
    while (await at(second, bad)) {
      second += interval;
    }
    // Three probes, or the first one after 12 s.
    expect(second).toBe(Math.min(3 * interval, Math.ceil(12 / interval) * interval));
  });
});

describe("a heartbeat's key", () => {
  it("is refused as an item id", () => {
    expect(() => idFromPath(heartbeatId("eu-west-1"))).toThrow("item_id must not start with _tierra");
  });
});

describe("the drill switch", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["200", undefined],
    ["503", 503],
    ["404", 404],
    ["down", 503],
    ["1000", 503],
    ["0", 503],
  ])("STATUS=%j sets %j", (setting, status) => {
    expect(drillStatus(setting)).toBe(status);
  });
});
