/** Settings of a metric alarm that determine its state. */
export interface AlarmSettings {
  readonly metric: string;
  readonly statistic: "Average" | "Minimum" | "Maximum" | "Sum" | "SampleCount";
  /** Seconds of one data point. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly comparison: string;
  readonly threshold: number;
}

/** Published values of a metric at one time. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly sum: number;
  readonly count: number;
}

/** Periods before the evaluated ones that CloudWatch also reads, for late data. */
const EXTRA_PERIODS = 2;

/**
 * Whether the data stream of an alarm breaches its threshold: undefined if there is not enough data, and the last known result.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function breaches(
  alarm: AlarmSettings,
  samples: readonly Sample[],
  now: number,
): { readonly current: boolean | undefined; readonly last: boolean | undefined } {
  const points = dataPoints(alarm, samples);
  const present = Math.floor(now / 1000 / alarm.period);
  const known = [...points.keys()].filter((period) => period <= present).sort((one, other) => one - other);
  const verdicts = known.map((period) => verdict(alarm, points, period));
  return { current: verdict(alarm, points, present), last: verdicts.findLast((one) => one !== undefined) };
}

function verdict(alarm: AlarmSettings, points: ReadonlyMap<number, number>, end: number): boolean | undefined {
  const range = Array.from({ length: alarm.evaluationPeriods + EXTRA_PERIODS }, (_, back) => points.get(end - back));
  const latest = range.filter((value) => value !== undefined).slice(0, alarm.evaluationPeriods);
  const within = latest.some((value) => !isBreaching(alarm, value));
  return within ? false : latest.length === alarm.evaluationPeriods ? true : undefined;
}

function isBreaching({ comparison, threshold }: AlarmSettings, value: number): boolean {
  switch (comparison) {
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "LessThanThreshold":
      return value < threshold;
    default:
      return value <= threshold;
  }
}

/** The statistic of each period that has samples. The key is the number of the period since the epoch. */
function dataPoints({ period, statistic }: AlarmSettings, samples: readonly Sample[]): Map<number, number> {
  const byPeriod = new Map<number, Sample[]>();
  for (const sample of samples) {
    const key = Math.floor(sample.time / 1000 / period);
    byPeriod.set(key, [...(byPeriod.get(key) ?? []), sample]);
  }
  return new Map([...byPeriod].map(([key, group]) => [key, statisticOf(statistic, group)]));
}

function statisticOf(statistic: AlarmSettings["statistic"], samples: readonly Sample[]): number {
  const total = (name: "sum" | "count") => samples.reduce((all, sample) => all + sample[name], 0);
  switch (statistic) {
    case "Minimum":
      return Math.min(...samples.map(({ minimum }) => minimum));
    case "Maximum":
      return Math.max(...samples.map(({ maximum }) => maximum));
    case "Sum":
      return total("sum");
    case "SampleCount":
      return total("count");
    default:
      return total("sum") / total("count");
  }
}
