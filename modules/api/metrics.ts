import { FEWEST_REQUESTS, type Metric, type MetricExpression } from "../monitoring/metric";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export function apiMetrics(apiName: string, stage: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/ApiGateway",
    name,
    dimensions: { ApiName: apiName, Stage: stage },
    statistic,
  });
  const requests = metric("Count", "Sum");
  const serverErrors = metric("5XXError", "Sum");
  const errorPercent: MetricExpression = {
    label: "Requests answered with 5xx, percent",
    // Counters of zero are not published: FILL makes them zero again.
    expression: `IF(FILL(requests,0)>=${FEWEST_REQUESTS},100*FILL(errors,0)/FILL(requests,0),0)`,
    metrics: { requests, errors: serverErrors },
  };
  return {
    requests,
    serverErrors,
    clientErrors: metric("4XXError", "Sum"),
    errorPercent,
    latencyP50: metric("Latency", "p50"),
    latencyP99: metric("Latency", "p99"),
  };
}
