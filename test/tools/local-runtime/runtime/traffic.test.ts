import { Traffic } from "../../../../tools/local-runtime/runtime/traffic";

describe("Traffic", () => {
  let now = 1_000_000;
  const traffic = new Traffic(() => now);

  it("has no shares before the first request", () => {
    expect([traffic.perSecond, traffic.failedShare, traffic.shareOf("a"), traffic.perSecondOf("a")]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it("counts the requests of the last ten seconds by region", () => {
    for (let second = 0; second < 10; second++) {
      for (const region of ["a", "a", "a", "b"]) {
        traffic.add(region, false);
      }
      now += 1000;
    }
    now -= 1;
    expect([traffic.perSecond, traffic.shareOf("a"), traffic.perSecondOf("b")]).toEqual([4, 0.75, 1]);
  });

  it("counts failures with and without an answer", () => {
    traffic.add("a", true);
    traffic.add(undefined, true);
    expect(traffic.failedShare).toBeCloseTo(2 / 42);
    expect(traffic.shareOf("a")).toBeCloseTo(31 / 42);
  });

  it("forgets requests that are older", () => {
    now += 60_000;
    expect([traffic.perSecond, traffic.failedShare, traffic.shareOf("a")]).toEqual([0, 0, 0]);
  });
});
