import { webMetrics } from "../../../modules/web/metrics";

/** CloudWatch's metric math, as far as the expression uses it. */
function errorPercent(values: { requests?: number; target?: number; balancer?: number }): number {
  const { expression } = webMetrics({ loadBalancerArnSuffix: "l", targetGroupArnSuffix: "t" }).errorPercent;
  const FILL = (value: number | undefined, other: number) => value ?? other;
  const IF = (condition: boolean, yes: number, no: number) => (condition ? yes : no);
  const names = ["IF", "FILL", "requests", "target", "balancer"];
  return new Function(...names, `return ${expression}`)(IF, FILL, values.requests, values.target, values.balancer);
}

describe("the share of errors", () => {
  it("is zero while nobody asks", () => {
    expect(errorPercent({})).toBe(0);
  });

  it("is zero when counters of zero are missing", () => {
    expect(errorPercent({ requests: 100 })).toBe(0);
  });

  it("counts what hosts answer", () => {
    expect(errorPercent({ requests: 100, target: 5 })).toBe(5);
  });

  it("is everything when no host is left and the load balancer answers alone", () => {
    expect(errorPercent({ balancer: 40 })).toBe(100);
  });

  it("says nothing about fewer than ten requests", () => {
    expect(errorPercent({ requests: 9, target: 9 })).toBe(0);
  });
});
