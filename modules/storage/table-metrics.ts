import { DEFAULT_PERIOD_SECONDS, type Metric, type MetricExpression } from "../monitoring/metric";

/** Lines that are still distinguishable in a small graph. */
const REPLICAS_SHOWN = 5;

/** Metrics of one table in the metric's Region. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
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
    label: "Requests that failed in DynamoDB",
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

/**
 * Milliseconds until a write in the metric's Region is in another replica: one line for each of the five slowest. DynamoDB publishes
 * the metric only while there are writes that arrive, so that it cannot show that replication has stopped.
 */
export function slowestReplicas(tableName: string): MetricExpression {
  return {
    label: "Slowest replication, ms",
    expression:
      'SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/DynamoDB", ReceivingRegion, TableName) ' +
      `WHERE TableName = '${tableName}' GROUP BY ReceivingRegion ORDER BY MAX() DESC LIMIT ${REPLICAS_SHOWN}`,
    metrics: {},
    periodSeconds: DEFAULT_PERIOD_SECONDS,
  };
}
