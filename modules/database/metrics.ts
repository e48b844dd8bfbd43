import type { Metric, MetricExpression } from "../monitoring/metric";

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

/**
 * Metrics of an Aurora Serverless v2 cluster.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function auroraMetrics(clusterIdentifier: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    statistic,
  });
  return {
    /** ACU of an instance. */
    capacity: metric("ServerlessDatabaseCapacity", "Maximum"),
    /** Percent of the maximum capacity. */
    utilization: metric("ACUUtilization", "Maximum"),
    connections: metric("DatabaseConnections", "Maximum"),
    deadlocks: metric("Deadlocks", "Maximum"),
    /** Milliseconds. */
    replicaLag: metric("AuroraReplicaLagMaximum", "Maximum"),
    /** Milliseconds. */
    selectLatency: metric("SelectLatency", "Average"),
    /** Milliseconds. */
    commitLatency: metric("CommitLatency", "Average"),
  };
}

/**
 * Metrics of RDS Proxy.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
 */
export function proxyMetrics(proxyName: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { ProxyName: proxyName },
    statistic,
  });
  const open = metric("DatabaseConnections", "Sum");
  const pinnedPercent: MetricExpression = {
    label: "Pinned connections, percent",
    expression: "IF(open>0,100*pinned/open,0)",
    metrics: { pinned: metric("DatabaseConnectionsCurrentlySessionPinned", "Sum"), open },
  };
  return {
    /** Microseconds that clients wait for a connection. */
    borrowLatency: metric("DatabaseConnectionsBorrowLatency", "Average"),
    pinnedPercent,
    clients: metric("ClientConnections", "Sum"),
    open,
    /** Logins with a wrong token or without TLS. */
    failedLogins: metric("ClientConnectionsSetupFailedAuth", "Sum"),
  };
}
