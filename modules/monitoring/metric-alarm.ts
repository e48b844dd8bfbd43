import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { DEFAULT_PERIOD_SECONDS, isExpression, type Metric, type MetricExpression } from "./metric";

export interface MetricAlarmProps {
  readonly name: string;
  /** What it means and where to look first: the text that whoever is woken reads. */
  readonly description: string;
  readonly value: Metric | MetricExpression;
  readonly comparison: "at least" | "above" | "below";
  readonly threshold: number;
  /** Periods that are looked at. */
  readonly evaluationPeriods: number;
  /** How many of those must breach. @default all of them */
  readonly datapointsToAlarm?: number;
  /**
   * What silence means. `breaching`: whoever should report is gone. `notBreaching`: nothing happened, so nothing was
   * counted. `ignore`: nothing changed. `missing`: nobody knows, and the alarm says so.
   */
  readonly missingData: "breaching" | "notBreaching" | "ignore" | "missing";
  /** Topic that hears of the alarm and of its end. In the alarm's region: CloudWatch notifies no other. */
  readonly topicArn: string;
  /** @default the stack's provider */
  readonly provider?: AwsProvider;
}

const OPERATORS = {
  "at least": "GreaterThanOrEqualToThreshold",
  above: "GreaterThanThreshold",
  below: "LessThanThreshold",
} as const;

/** An alarm that always tells somebody and always says what missing data means. */
export class MetricAlarm extends Construct {
  /** Known once the alarm exists: whoever refers to it by name waits for it. */
  readonly name: string;
  readonly arn: string;
  /** Escape hatch: the underlying `aws_cloudwatch_metric_alarm`. */
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { name, description, value, evaluationPeriods, datapointsToAlarm = evaluationPeriods, topicArn } = props;
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
      comparisonOperator: OPERATORS[props.comparison],
      threshold: props.threshold,
      evaluationPeriods,
      datapointsToAlarm,
      treatMissingData: props.missingData,
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...(props.provider ? { provider: props.provider } : {}),
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
    // A percentile over few requests is the slowest of them: such a period says nothing and changes nothing.
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
