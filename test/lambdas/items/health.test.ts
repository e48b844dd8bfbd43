import { CachedProbe, drillStatus } from "../../../lambdas/items/health/core";

describe("CachedProbe", () => {
  const probing = () => {
    const state = { now: 0, probes: 0, failures: 0, fail: false };
    const probe = new CachedProbe(
      async () => {
        state.probes += 1;
        if (state.fail) {
          throw new Error("down");
        }
      },
      () => state.now,
    );
    const check = () =>
      probe.check(() => {
        state.failures += 1;
      });
    return { state, check };
  };

  it("probes again after two seconds", async () => {
    const { state, check } = probing();
    for (const now of [0, 1_999, 2_000, 3_999, 4_000]) {
      state.now = now;
      await check();
    }
    expect(state.probes).toBe(3);
  });

  it("shares one probe between concurrent callers", async () => {
    let probes = 0;
    let finish = () => {};
    const probe = new CachedProbe(
      () =>
        new Promise((resolve) => {
          probes += 1;
          finish = resolve;
        }),
      () => 0,
    );
    const checks = Array.from({ length: 10 }, () => probe.check(() => undefined));
    finish();
    expect(await Promise.all(checks)).toEqual(new Array(10).fill({ ok: true, milliseconds: 0 }));
    expect(probes).toBe(1);
  });

  it("caches a failure for two seconds, and reports it once", async () => {
    const { state, check } = probing();
    state.fail = true;
    const first = await check();
    state.fail = false;
    state.now = 1_999;
    expect([first, await check()]).toEqual([{ ok: false }, { ok: false }]);
    state.now = 2_000;
    expect(await check()).toMatchObject({ ok: true });
    expect(state.failures).toBe(1);
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
