/** A value that CloudWatch Logs extracts from a log line as a custom metric. */
export interface EmbeddedMetric {
  readonly name: string;
  readonly unit: "Count" | "Milliseconds";
  readonly value: number;
  /** Value of each dimension. Every combination of values is one custom metric, with a monthly price. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Namespace of the metrics. The alarms and the dashboard of the stacks use the same name. */
const NAMESPACE = "Tierra/Items";

/**
 * The members of a log line that describe a metric in the embedded metric format. The functions need no route to CloudWatch for it,
 * because Lambda delivers the log.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 *
 * @param timestamp time of the value, in milliseconds since 1970
 */
export function embedded({ name, unit, value, dimensions }: EmbeddedMetric, timestamp: number): object {
  const directive = {
    Namespace: NAMESPACE,
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: name, Unit: unit }],
  };
  return { _aws: { Timestamp: timestamp, CloudWatchMetrics: [directive] }, ...dimensions, [name]: value };
}
