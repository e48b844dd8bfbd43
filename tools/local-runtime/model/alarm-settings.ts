import type { AlarmSettings } from "../route53/zone";
import { type Attributes, oneOf } from "./terraform-resources";

/**
 * Settings of an `aws_cloudwatch_metric_alarm` on one metric.
 *
 * @param id name of the resource, for errors
 * @throws UsageError for a comparison or a treatment of missing data that does not exist
 */
export function alarmSettings(id: string, alarm: Attributes): AlarmSettings {
  const field = (name: string) => `aws_cloudwatch_metric_alarm.${id}.${name}`;
  const evaluationPeriods = Number(alarm.evaluation_periods);
  return {
    name: `${alarm.alarm_name}`,
    namespace: `${alarm.namespace}`,
    metricName: `${alarm.metric_name}`,
    dimensions: (alarm.dimensions ?? {}) as Record<string, string>,
    comparison: oneOf(field("comparison_operator"), alarm.comparison_operator, [
      "GreaterThanOrEqualToThreshold",
      "GreaterThanThreshold",
      "LessThanThreshold",
      "LessThanOrEqualToThreshold",
    ]),
    threshold: Number(alarm.threshold),
    periodSeconds: Number(alarm.period),
    evaluationPeriods,
    datapointsToAlarm: Number(alarm.datapoints_to_alarm ?? evaluationPeriods),
    missingData: oneOf(field("treat_missing_data"), alarm.treat_missing_data ?? "missing", [
      "missing",
      "ignore",
      "breaching",
      "notBreaching",
    ]),
  };
}
