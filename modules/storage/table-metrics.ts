import { DEFAULT_PERIOD_SECONDS, type Metric, type MetricExpression } from "../monitoring/metric";

/** Lines that a small graph shows apart. */
const REPLICAS_SHOWN = 5;

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
