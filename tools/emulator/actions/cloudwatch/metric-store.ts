import { list, type Param, type Params, text } from "../../protocol/params";
import type { Scope } from "../../protocol/request";
import type { State } from "../../state";
import type { AlarmSettings, Sample } from "./alarm-data";

/** Samples that the store keeps for each metric. */
const MOST_SAMPLES = 1_000;

/** The metric alarms of one account and region, by name. */
export function alarmSettingsOf(state: State, scope: Scope): Map<string, AlarmSettings> {
  return state.regional(scope, "cloudwatch alarm settings");
}

/** The published samples of one account and region, by metric. */
export function samplesOf(state: State, scope: Scope): Map<string, readonly Sample[]> {
  return state.regional(scope, "cloudwatch samples");
}

/** Adds the values of one `PutMetricData` request. */
export function addSamples(state: State, scope: Scope, params: Params): void {
  const samples = samplesOf(state, scope);
  for (const datum of list(params, "MetricData")) {
    const key = metricKey(text(params, "Namespace"), text(datum, "MetricName"), list(datum, "Dimensions"));
    samples.set(key, [...(samples.get(key) ?? []), sampleOf(datum)].slice(-MOST_SAMPLES));
  }
}

/** The settings in a `PutMetricAlarm` request, or undefined for metric math and percentiles. */
export function settingsIn(params: Params): AlarmSettings | undefined {
  const statistic = text(params, "Statistic") as AlarmSettings["statistic"] | undefined;
  const metricName = text(params, "MetricName");
  if (statistic === undefined || metricName === undefined) {
    return undefined;
  }
  return {
    metric: metricKey(text(params, "Namespace"), metricName, list(params, "Dimensions")),
    statistic,
    period: Number(text(params, "Period")),
    evaluationPeriods: Number(text(params, "EvaluationPeriods")),
    comparison: text(params, "ComparisonOperator") ?? "",
    threshold: Number(text(params, "Threshold")),
  };
}

function metricKey(namespace = "", name = "", dimensions: readonly Param[] = []): string {
  const pairs = dimensions.map((dimension) => `${text(dimension, "Name")}=${text(dimension, "Value")}`);
  return [namespace, name, ...pairs.sort()].join(" ");
}

function sampleOf(datum: Param): Sample {
  const time = timeOf(text(datum, "Timestamp"));
  const set = (name: string) => Number(text(datum, "StatisticValues", name));
  if (text(datum, "StatisticValues", "Sum") !== undefined) {
    return {
      time,
      minimum: set("Minimum"),
      maximum: set("Maximum"),
      sum: set("Sum"),
      count: set("SampleCount"),
    };
  }
  const given = numbers(list(datum, "Values"));
  const values = given.length > 0 ? given : [Number(text(datum, "Value"))];
  const counts = numbers(list(datum, "Counts"));
  const weight = (index: number) => counts[index] ?? 1;
  return {
    time,
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    sum: values.reduce((sum, value, index) => sum + value * weight(index), 0),
    count: values.reduce((sum, _, index) => sum + weight(index), 0),
  };
}

function numbers(values: readonly Param[]): number[] {
  return values.map((value) => Number(value));
}

/** Seconds in the JSON protocol, a date in the query protocol. Without a timestamp, the time of the request. */
function timeOf(timestamp: string | undefined): number {
  if (timestamp === undefined) {
    return Date.now();
  }
  return /^[\d.]+$/.test(timestamp) ? Number(timestamp) * 1000 : Date.parse(timestamp);
}
