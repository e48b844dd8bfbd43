import type { AlarmComparison, AlarmSettings } from "./zone";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

const COMPARISONS: Readonly<Record<AlarmComparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * State of an alarm at the end of a period.
 *
 * CloudWatch also looks at a few periods before the evaluation range when data is missing. These are left out.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param values the metric in each period, the latest last; undefined for a period without data
 * @param before state until now
 */
export function alarmState(
  settings: Pick<AlarmSettings, "comparison" | "threshold" | "evaluationPeriods" | "datapointsToAlarm" | "missingData">,
  values: readonly (number | undefined)[],
  before: AlarmState,
): AlarmState {
  const { comparison, threshold, evaluationPeriods, datapointsToAlarm, missingData } = settings;
  const range = Array.from({ length: evaluationPeriods }, (_, index) => values.at(index - evaluationPeriods));
  const known = range.filter((value) => value !== undefined);
  const breaching = known.filter((value) => COMPARISONS[comparison](value, threshold)).length;
  const missing = evaluationPeriods - known.length;
  if (breaching + (missingData === "breaching" ? missing : 0) >= datapointsToAlarm) {
    return "ALARM";
  }
  if (known.length === 0 && missingData === "missing") {
    return "INSUFFICIENT_DATA";
  }
  if (known.length === 0 && missingData === "ignore") {
    return before;
  }
  return "OK";
}
