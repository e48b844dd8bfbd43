import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { DEFAULT_PERIOD_SECONDS, isExpression, type Metric, type MetricExpression } from "./metric";

export interface MetricAlarmProps {
  /** Name of the alarm, at most 255 characters. */
  readonly name: string;
  /** What the alarm means and where to look first. The on-call engineer reads this text. */
  readonly description: string;
  /** What the alarm compares with the threshold. */
  readonly value: Metric | MetricExpression;
  /** The value breaches the threshold if it is `at least`, `above` or `below` it. @default "at least" */
  readonly comparison?: "at least" | "above" | "below" | undefined;
  /** In the unit of the metric. */
  readonly threshold: number;
  /** Number of the latest periods that CloudWatch evaluates. @default 1 */
  readonly evaluationPeriods?: number | undefined;
  /** How many of these periods must breach the threshold. @default all of them */
  readonly datapointsToAlarm?: number | undefined;
  /**
   * How CloudWatch treats periods without data. `breaching`: the source of the metric has failed. `notBreaching`: there was
   * nothing to count. `ignore`: the alarm keeps its state. `missing`: the alarm's state becomes INSUFFICIENT_DATA.
   */
  readonly missingData: "breaching" | "notBreaching" | "ignore" | "missing";
  /** ARN of the topic that CloudWatch notifies when the alarm starts and ends. It must be in the alarm's region. */
  readonly topicArn: string;
  /** @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

const OPERATORS = {
  "at least": "GreaterThanOrEqualToThreshold",
  above: "GreaterThanThreshold",
  below: "LessThanThreshold",
} as const;

/** A CloudWatch alarm on one metric or expression. It always notifies a topic, and always states how to treat missing data. */
export class MetricAlarm extends Construct {
  /** Name of the alarm, as a reference to the resource. A resource that uses the name depends on the alarm. */
  readonly name: string;
  readonly arn: string;
  /** Escape hatch: the underlying `aws_cloudwatch_metric_alarm`. */
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { name, description, value, comparison = "at least", evaluationPeriods = 1, topicArn } = props;
    const { datapointsToAlarm = evaluationPeriods, provider } = props;
    ensure(evaluationPeriods >= 1, "evaluationPeriods", "be at least 1", evaluationPeriods);
    ensure(
      datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods,
      "datapointsToAlarm",
      `be 1 to evaluationPeriods (${evaluationPeriods})`,
      datapointsToAlarm,
    );
    this.resource = new CloudwatchMetricAlarm(this, "Resource", {
      alarmName: name,
      alarmDescription: description,
      ...(isExpression(value) ? expressionConfig(value) : metricConfig(value)),
      comparisonOperator: OPERATORS[comparison],
      threshold: props.threshold,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: props.missingData,
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...(provider ? { provider } : {}),
    });
    this.name = this.resource.alarmName;
    this.arn = this.resource.arn;
  }
}

function metricConfig(metric: Metric): Partial<CloudwatchMetricAlarmConfig> {
  const { namespace, name, dimensions, statistic, periodSeconds = DEFAULT_PERIOD_SECONDS } = metric;
  return {
    namespace,
    metricName: name,
    ...(Object.keys(dimensions).length > 0 ? { dimensions: { ...dimensions } } : {}),
    period: periodSeconds,
    // A percentile of few requests is not meaningful. The alarm keeps its state in such a period.
    ...(statistic.startsWith("p")
      ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
      : { statistic }),
  };
}

function expressionConfig({
  expression,
  label,
  metrics,
  periodSeconds,
}: MetricExpression): Partial<CloudwatchMetricAlarmConfig> {
  return {
    metricQuery: [
      {
        id: "value",
        expression,
        label,
        ...(periodSeconds === undefined ? {} : { period: periodSeconds }),
        returnData: true,
      },
      ...Object.entries(metrics).map(([id, metric]) => ({
        id,
        returnData: false,
        metric: {
          namespace: metric.namespace,
          metricName: metric.name,
          dimensions: { ...metric.dimensions },
          period: metric.periodSeconds ?? DEFAULT_PERIOD_SECONDS,
          stat: metric.statistic,
        },
      })),
    ],
  };
}
