import type { Metric } from "../monitoring/metric";

/** Metrics of one function. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetrics(functionName: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/Lambda",
    name,
    dimensions: { FunctionName: functionName },
    statistic,
  });
  return {
    errors: metric("Errors", "Sum"),
    throttles: metric("Throttles", "Sum"),
    durationP99: metric("Duration", "p99"),
    concurrent: metric("ConcurrentExecutions", "Maximum"),
  };
}
