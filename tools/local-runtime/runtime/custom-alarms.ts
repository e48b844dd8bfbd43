import type { CustomAlarm } from "../model/read-custom-alarms";
import { type AlarmState, alarmState } from "../route53/metric-alarm";
import { publishedValues } from "./published-metrics";

interface Watched {
  readonly alarm: CustomAlarm;
  /** The highest value of each period, the current one last. */
  periods: (number | undefined)[];
  /** Number of the current period. */
  current: number;
  state: AlarmState;
}

/** The alarms on metrics that functions publish in their logs. */
export class CustomAlarms {
  private readonly now: () => number;
  private readonly speed: number;
  private watched: readonly Watched[] = [];

  /**
   * @param now milliseconds since 1970
   * @param speed factor by which periods are shorter than on AWS
   */
  constructor(now: () => number, speed: number) {
    this.now = now;
    this.speed = speed;
  }

  /** Replaces the alarms. Alarms with equal settings keep their state. */
  replace(alarms: readonly CustomAlarm[]): void {
    const known = new Map(this.watched.map((one) => [JSON.stringify(one.alarm), one]));
    this.watched = alarms.map(
      (alarm) =>
        known.get(JSON.stringify(alarm)) ?? {
          alarm,
          periods: [undefined],
          current: this.periodOf(alarm),
          state: "INSUFFICIENT_DATA",
        },
    );
  }

  /** Reads the metric values in a line of a function's log. */
  log(line: string): void {
    for (const { namespace, metricName, dimensions, value } of publishedValues(line)) {
      for (const one of this.watched) {
        const { alarm } = one;
        const isSame = alarm.namespace === namespace && alarm.metricName === metricName;
        if (isSame && isEqual(alarm.dimensions, dimensions)) {
          this.advance(one);
          one.periods[one.periods.length - 1] = Math.max(value, one.periods.at(-1) ?? Number.NEGATIVE_INFINITY);
        }
      }
    }
  }

  /** Alarms that hold now: the region and the end of the name, e.g. `eu-west-1-replication`. */
  get holding(): string[] {
    return this.watched.flatMap((one) => {
      this.advance(one);
      return one.state === "ALARM" ? [shortName(one.alarm)] : [];
    });
  }

  /** Evaluates the periods that have ended. */
  private advance(one: Watched): void {
    const { alarm } = one;
    const period = this.periodOf(alarm);
    if (period - one.current > alarm.evaluationPeriods) {
      // After a pause of the machine, no value is left in the evaluation range.
      one.periods = Array.from({ length: alarm.evaluationPeriods }, () => undefined);
      one.current = period - 1;
    }
    for (; one.current < period; one.current++) {
      const complete = one.periods.slice(-alarm.evaluationPeriods);
      // A new alarm has insufficient data. Otherwise missing data from before the start would breach.
      if (complete.length === alarm.evaluationPeriods) {
        one.state = alarmState(alarm, complete, one.state);
      }
      one.periods = [...complete, undefined];
    }
  }

  private periodOf({ periodSeconds }: CustomAlarm): number {
    return Math.floor((this.now() * this.speed) / (periodSeconds * 1000));
  }
}

function isEqual(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function shortName({ name, region }: CustomAlarm): string {
  const from = name.indexOf(region);
  return from < 0 ? name : name.slice(from);
}
