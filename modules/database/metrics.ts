import type { Metric } from "../monitoring/metric";

/** Metrics of one DB instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
export function mysqlMetrics(identifier: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: identifier },
    statistic,
  });
  return {
    cpu: metric("CPUUtilization", "Average"),
    freeStorage: metric("FreeStorageSpace", "Minimum"),
    connections: metric("DatabaseConnections", "Maximum"),
    /** Seconds behind the writer. -1 while replication has stopped. */
    replicaLag: metric("ReplicaLag", "Maximum"),
  };
}
