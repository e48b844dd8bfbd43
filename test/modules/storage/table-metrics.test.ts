import { slowestReplicas, tableMetrics } from "../../../modules/storage/table-metrics";

describe("tableMetrics", () => {
  const { throttles, systemErrors, writes } = tableMetrics("MyGlobalTable");

  it("stands alone: required props only", () => {
    expect(writes).toEqual({
      namespace: "AWS/DynamoDB",
      name: "ConsumedWriteCapacityUnits",
      dimensions: { TableName: "MyGlobalTable" },
      statistic: "Sum",
    });
  });

  it("adds throttled reads and writes, of which a minute may have none", () => {
    expect(throttles.expression).toBe("FILL(reads,0)+FILL(writes,0)");
    expect(Object.values(throttles.metrics).map(({ name }) => name)).toEqual([
      "ReadThrottleEvents",
      "WriteThrottleEvents",
    ]);
  });

  it("adds the errors of the operations that the functions use", () => {
    expect(Object.values(systemErrors.metrics).map(({ dimensions }) => dimensions.Operation)).toEqual([
      "GetItem",
      "PutItem",
    ]);
  });
});

describe("slowestReplicas", () => {
  it("shows five replicas of the table, for any number of replicas", () => {
    expect(slowestReplicas("MyGlobalTable")).toEqual({
      label: "Slowest replication, ms",
      expression:
        'SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/DynamoDB", ReceivingRegion, TableName) ' +
        "WHERE TableName = 'MyGlobalTable' GROUP BY ReceivingRegion ORDER BY MAX() DESC LIMIT 5",
      metrics: {},
      periodSeconds: 60,
    });
  });
});
