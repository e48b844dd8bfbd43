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
function apiMetric(api: WatchedApi, name: string, statistic: Metric["statistic"]): Metric {
  return {
    namespace: "AWS/ApiGateway",
    name,
    dimensions: api.type === "http" ? { ApiId: api.apiId } : { ApiName: api.name, Stage: api.stage },
    statistic,
  };
}

/** A method of a REST API whose metrics are read. */
export interface WatchedMethod {
  /** Name of the API. */
  readonly api: string;
  /** Name of the stage. Its settings must enable detailed metrics, as those of `RestApi` do. */
  readonly stage: string;
  /** HTTP method, e.g. `GET`. */
  readonly method: string;
  /** Path in the API's description, e.g. `/items/{item_id}`. */
  readonly path: string;
}

/**
 * The metrics of one method of a REST API. Requests of other methods, such as those of health checkers, are not in them. 5xx counts
 * the statuses of a Lambda proxy integration and the errors of API Gateway itself.
 */
export function methodMetrics({ api, stage, method, path }: WatchedMethod) {
  const watched: WatchedApi = { type: "rest", name: api, stage };
  return requestMetrics(watched, (name, statistic) => {
    const { dimensions, ...rest } = apiMetric(watched, name, statistic);
    return { ...rest, dimensions: { ...dimensions, Method: method, Resource: path } };
  });
}

/** The metrics of all requests to an API. 5xx counts the statuses of a function and the errors of API Gateway itself. */
export function apiMetrics(api: WatchedApi) {
  return requestMetrics(api, (name, statistic) => apiMetric(api, name, statistic));
}

function requestMetrics(
  { type }: Pick<WatchedApi, "type">,
  metric: (name: string, statistic: Metric["statistic"]) => Metric,
) {
  const requests = metric("Count", "Sum");
  const serverErrors = metric(type === "http" ? "5xx" : "5XXError", "Sum");
  const errorPercent: MetricExpression = {
    label: "Requests answered with 5xx, percent",
    // CloudWatch receives no data points for counters of zero. FILL adds them.
    expression: `IF(FILL(requests,0)>=${FEWEST_REQUESTS},100*FILL(errors,0)/FILL(requests,0),0)`,
    metrics: { requests, errors: serverErrors },
  };
  return {
    requests,
    serverErrors,
    clientErrors: metric(type === "http" ? "4xx" : "4XXError", "Sum"),
    errorPercent,
    latencyP50: metric("Latency", "p50"),
    latencyP99: metric("Latency", "p99"),
  };
}
