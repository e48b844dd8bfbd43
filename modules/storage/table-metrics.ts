import type { Metric, MetricExpression } from "../monitoring/metric";

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

/** Milliseconds from a write in the metric's region to its arrival in another one. Published while there are writes. */
export function replicationLatency(tableName: string, receivingRegion: string): Metric {
  return {
    namespace: "AWS/DynamoDB",
    name: "ReplicationLatency",
    dimensions: { TableName: tableName, ReceivingRegion: receivingRegion },
    statistic: "Average",
  };
}
