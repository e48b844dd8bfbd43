/** One CloudWatch metric, as an alarm reads it and a dashboard draws it. */
export interface Metric {
  /** E.g. `AWS/ApplicationELB`. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** A percentile is written `p99`. */
  readonly statistic: "Average" | "Minimum" | "Maximum" | "Sum" | `p${number}`;
  /** @default 60 */
  readonly periodSeconds?: number;
}

/** A value computed from metrics, in the words of CloudWatch metric math. */
export interface MetricExpression {
  /** What the value is called on a dashboard. */
  readonly label: string;
  /** E.g. `100 * errors / requests`. */
  readonly expression: string;
  /** What stands behind each name in the expression. Names start with a lower-case letter. Empty for a Metrics Insights query. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Period of a Metrics Insights query, which CloudWatch refuses without one. @default that of the metrics */
  readonly periodSeconds?: number;
}

/** Seconds of a metric's period where it names none: the finest that AWS services publish. */
export const DEFAULT_PERIOD_SECONDS = 60;

/** True for a value that is computed from metrics. */
export function isExpression(value: Metric | MetricExpression): value is MetricExpression {
  return "expression" in value;
}

/** Requests in a minute below which a share of errors says little: one failed request of two is no outage. */
export const FEWEST_REQUESTS = 10;
