import { loadBalancerMetrics } from "../../../modules/web/metrics";

/** Evaluates the expression like CloudWatch's metric math. */
function errorPercent(values: { requests?: number; target?: number; balancer?: number }): number {
  const { expression } = loadBalancerMetrics({ arnSuffix: "l", targetGroup: { arnSuffix: "t" } }).errorPercent;
  const FILL = (value: number | undefined, other: number) => value ?? other;
  const IF = (condition: boolean, yes: number, no: number) => (condition ? yes : no);
  const names = ["IF", "FILL", "requests", "target", "balancer"];
  return new Function(...names, `return ${expression}`)(IF, FILL, values.requests, values.target, values.balancer);
}

describe("errorPercent of loadBalancerMetrics", () => {
  it("is zero without requests", () => {
    expect(errorPercent({})).toBe(0);
  });

  it("is zero when the error counters have no data", () => {
    expect(errorPercent({ requests: 100 })).toBe(0);
  });

  it("counts errors of hosts", () => {
    expect(errorPercent({ requests: 100, target: 5 })).toBe(5);
  });

  it("is 100 when only the load balancer itself answers", () => {
    expect(errorPercent({ balancer: 40 })).toBe(100);
  });

  it("is zero with fewer than ten requests", () => {
    expect(errorPercent({ requests: 9, target: 9 })).toBe(0);
  });
});
