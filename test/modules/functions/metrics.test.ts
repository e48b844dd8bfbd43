import { functionMetrics } from "../../../modules/functions/metrics";

describe("functionMetrics", () => {
  const metrics = functionMetrics("items-get");

  it("names Lambda's metrics, each with the statistic that shows a problem", () => {
    const shown = Object.entries(metrics).map(([key, { name, statistic }]) => [key, name, statistic]);
    expect(shown).toEqual([
      ["errors", "Errors", "Sum"],
      ["throttles", "Throttles", "Sum"],
      ["durationP99", "Duration", "p99"],
      ["concurrent", "ConcurrentExecutions", "Maximum"],
    ]);
  });

  it("selects one function", () => {
    for (const { namespace, dimensions } of Object.values(metrics)) {
      expect({ namespace, dimensions }).toEqual({
        namespace: "AWS/Lambda",
        dimensions: { FunctionName: "items-get" },
      });
    }
  });
});
