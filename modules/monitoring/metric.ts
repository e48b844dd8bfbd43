/** One CloudWatch metric with its statistic, for alarms and dashboards. */
export interface Metric {
  /** Namespace, e.g. `AWS/ApplicationELB`. */
  readonly namespace: string;
  /** Name of the metric, e.g. `RequestCount`. */
  readonly name: string;
  /** Value of each dimension, by the dimension's name. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Statistic over one period. `p99` is the 99th percentile. */
  readonly statistic: "Average" | "Minimum" | "Maximum" | "Sum" | `p${number}`;
  /** Length of one data point. @default 60 */
  readonly periodSeconds?: number | undefined;
}

/** A value that CloudWatch metric math computes from metrics. */
export interface MetricExpression {
  /** Label of the value on a dashboard. */
  readonly label: string;
  /** Metric math expression, e.g. `100 * errors / requests`. */
  readonly expression: string;
  /** Metric of each name in the expression. Names start with a lower-case letter. Empty for a Metrics Insights query. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Period of a Metrics Insights query, for which CloudWatch requires one. @default the period of the metrics */
  readonly periodSeconds?: number | undefined;
}

/** Default period of a metric in seconds: the shortest at which AWS services publish their metrics. */
export const DEFAULT_PERIOD_SECONDS = 60;

/** True if the value is an expression, false if it is one metric. */
export function isExpression(value: Metric | MetricExpression): value is MetricExpression {
  return "expression" in value;
}

/** Alarms on a percentage of errors ignore minutes with fewer requests: one failed request out of two is no outage. */
export const FEWEST_REQUESTS = 10;
