import type { AlarmSettings } from "../route53/zone";
import { alarmSettings } from "./alarm-settings";
import type { LoadedStack } from "./stack-resources";
import { referenceTo, resourcesOf } from "./terraform-resources";

/** An alarm on a metric that functions publish in their logs. */
export interface CustomAlarm extends AlarmSettings {
  /** Region whose data the alarm is about. */
  readonly region: string;
}

/** Statistics of a value that each publication replaces if it is higher. */
const STATISTIC = "Maximum";

/**
 * The alarms on the highest value of a metric that functions publish, e.g. the age of the oldest heartbeat. The alarms that a health check
 * follows are left out, because an operator publishes their metric.
 */
export function readCustomAlarms(environment: string, stacks: readonly LoadedStack[]): CustomAlarm[] {
  const own = stacks.filter(({ id }) => id.startsWith(`${environment}-active-active-`));
  return own.flatMap(({ configuration }) => {
    const alarms = resourcesOf(configuration, "aws_cloudwatch_metric_alarm");
    const checks = [...resourcesOf(configuration, "aws_route53_health_check").values()];
    const followed = checks.flatMap(({ cloudwatch_alarm_name: name }) =>
      name === undefined ? [] : [referenceTo(alarms, name)],
    );
    return [...alarms].flatMap(([id, alarm]) => {
      const isCustom = alarm.namespace !== undefined && !`${alarm.namespace}`.startsWith("AWS/");
      const region = ((alarm.dimensions ?? {}) as Record<string, string>).Region;
      return isCustom && !followed.includes(id) && alarm.statistic === STATISTIC && region !== undefined
        ? [{ ...alarmSettings(id, alarm), region }]
        : [];
    });
  });
}
