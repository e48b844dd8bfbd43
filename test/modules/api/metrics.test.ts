import { methodMetrics } from "../../../modules/api/metrics";

describe("methodMetrics", () => {
  const metrics = methodMetrics({ api: "items", stage: "dev", method: "POST", path: "/items" });
  const dimensions = { ApiName: "items", Stage: "dev", Method: "POST", Resource: "/items" };

  it("stands alone: required props only", () => {
    expect(metrics.requests).toEqual({
      namespace: "AWS/ApiGateway",
      name: "Count",
      dimensions,
      statistic: "Sum",
    });
  });

  it("has the dimensions of the method in every metric", () => {
    const { errorPercent, ...single } = metrics;
    for (const metric of [...Object.values(single), ...Object.values(errorPercent.metrics)]) {
      expect(metric.dimensions).toEqual(dimensions);
    }
  });

  it("ignores minutes with fewer than ten requests", () => {
    expect(metrics.errorPercent.expression).toBe("IF(FILL(requests,0)>=10,100*FILL(errors,0)/FILL(requests,0),0)");
  });
});
