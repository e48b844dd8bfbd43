import type { Metric } from "../monitoring/metric";

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
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
    /** Seconds behind the writer; -1 while replication does not run at all. */
    replicaLag: metric("ReplicaLag", "Maximum"),
  };
}
