import type { Metric, MetricExpression } from "../monitoring/metric";

/** Metrics of an EFS file system. https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html */
export function fileSystemMetrics(fileSystemId: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/EFS",
    name,
    dimensions: { FileSystemId: fileSystemId },
    statistic,
  });
  const metered = metric("MeteredIOBytes", "Sum");
  const throughputPercent: MetricExpression = {
    label: "Share of the permitted throughput, percent",
    // Metered bytes per second, relative to the permitted ones. With elastic throughput, the permitted value is the limit for
    // writes. Metered bytes count a read as a third of a write, as the limits do.
    expression: "100*(metered/PERIOD(metered))/permitted",
    metrics: { metered, permitted: metric("PermittedThroughput", "Average") },
  };
  return { metered, throughputPercent, clients: metric("ClientConnections", "Sum") };
}
