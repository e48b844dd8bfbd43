import { FEWEST_REQUESTS, type Metric, type MetricExpression } from "../monitoring/metric";

/** The API whose metrics are read. CloudWatch identifies an HTTP API by its ID, and a stage of a REST API by names. */
export type WatchedApi =
  | { readonly type: "http"; readonly apiId: string }
  | { readonly type: "rest"; readonly name: string; readonly stage: string };

/**
 * One metric of an API.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export function apiMetric(api: WatchedApi, name: string, statistic: Metric["statistic"]): Metric {
  return {
    namespace: "AWS/ApiGateway",
    name,
    dimensions: api.type === "http" ? { ApiId: api.apiId } : { ApiName: api.name, Stage: api.stage },
    statistic,
  };
}

/** The metrics of one stage of a REST API. */
export function restApiMetrics(name: string, stage: string) {
  const metric = (metricName: string, statistic: Metric["statistic"]) =>
    apiMetric({ type: "rest", name, stage }, metricName, statistic);
  const requests = metric("Count", "Sum");
  const serverErrors = metric("5XXError", "Sum");
  const errorPercent: MetricExpression = {
    label: "Requests answered with 5xx, percent",
    // CloudWatch receives no data points for counters of zero. FILL adds them.
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
