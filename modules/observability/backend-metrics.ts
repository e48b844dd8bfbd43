import { DEFAULT_PERIOD_SECONDS, type Metric, type MetricExpression } from "./metric";

/** Requests in a minute below which a share of errors says little: one failed request of two is no outage. */
const FEWEST_REQUESTS = 10;

/** Lines that a small graph shows apart. */
const REPLICAS_SHOWN = 5;

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

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
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

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export function tableMetrics(tableName: string) {
  const metric = (name: string, dimensions: Readonly<Record<string, string>> = {}): Metric => ({
    namespace: "AWS/DynamoDB",
    name,
    dimensions: { TableName: tableName, ...dimensions },
    statistic: "Sum",
  });
  const throttles: MetricExpression = {
    label: "Throttled reads and writes",
    expression: "FILL(reads,0)+FILL(writes,0)",
    metrics: { reads: metric("ReadThrottleEvents"), writes: metric("WriteThrottleEvents") },
  };
  const systemErrors: MetricExpression = {
    label: "Requests that DynamoDB failed",
    expression: "FILL(gets,0)+FILL(puts,0)",
    metrics: {
      gets: metric("SystemErrors", { Operation: "GetItem" }),
      puts: metric("SystemErrors", { Operation: "PutItem" }),
    },
  };
  return {
    throttles,
    systemErrors,
    reads: metric("ConsumedReadCapacityUnits"),
    writes: metric("ConsumedWriteCapacityUnits"),
  };
}

/** ReplicationLatency of every replica of a table, in the words of CloudWatch Metrics Insights. */
function replicationQuery(tableName: string): string {
  return (
    'SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/DynamoDB", ReceivingRegion, TableName) ' +
    `WHERE TableName = '${tableName}'`
  );
}

/**
 * Milliseconds from a write in the metric's region to its arrival in the replica where it arrives last. Published while there
 * are writes.
 */
export function slowestReplication(tableName: string): MetricExpression {
  return {
    label: "Slowest replication, ms",
    expression: replicationQuery(tableName),
    metrics: {},
    periodSeconds: DEFAULT_PERIOD_SECONDS,
  };
}

/** The same for the slowest replicas, one line each: what a graph has room for. */
export function slowestReplicas(tableName: string): MetricExpression {
  return {
    ...slowestReplication(tableName),
    expression: `${replicationQuery(tableName)} GROUP BY ReceivingRegion ORDER BY MAX() DESC LIMIT ${REPLICAS_SHOWN}`,
  };
}

/** 1 while a Route 53 check is healthy, else 0. In us-east-1, whatever is checked. Route 53 developer guide, "Monitoring health checks". */
export function checkStatus(healthCheckId: string): Metric {
  return {
    namespace: "AWS/Route53",
    name: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheckId },
    statistic: "Minimum",
  };
}
