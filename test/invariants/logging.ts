import { type Estate, type Found, regionOf } from "../helpers/estate";
import { each, type Fixture, type Rule, resource, resources } from "./rule";

const ALARMS = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"] as const;

/** Seconds that an alarm may evaluate: a day, or a week if its periods are one hour or longer. PutMetricAlarm. */
const DAY = 86_400;

export const LOGGING: readonly Rule[] = [
  {
    rule: "a log group expires",
    check: each("aws_cloudwatch_log_group", ({ attributes }) =>
      Number(attributes.retention_in_days) >= 1
        ? undefined
        : "must set retention_in_days, because events would never expire",
    ),
    good: resource("aws_cloudwatch_log_group", { retention_in_days: 30 }),
    bad: {
      "no retention": resource("aws_cloudwatch_log_group", { name: "/app" }),
      "0, which means never": resource("aws_cloudwatch_log_group", { retention_in_days: 0 }),
    },
  },
  {
    // It is one setting for an account and Region, so two owners would overwrite each other. API Gateway guide.
    rule: "the setting that allows API Gateway to write logs is in the account stack of its region, once",
    check: each("aws_api_gateway_account", (found, estate) => {
      const same = ({ stack }: Found) => stack.id === found.stack.id;
      const once = estate.resources("aws_api_gateway_account").filter(same).length === 1;
      return once && found.stack.id.endsWith(`-account-${regionOf(found)}`)
        ? undefined
        : "must be in the stack <environment>-account-<region>, once";
    }),
    good: accountStack("dev-account-eu-west-1"),
    bad: {
      "the stack of an API": accountStack("dev-active-active-region-eu-west-1"),
      "the stack of another region": accountStack("dev-account-us-east-1"),
    },
  },
  {
    rule: "an alarm has an action, unless it is the suppressor of another alarm",
    check: each(ALARMS, (found, estate) =>
      (found.attributes.alarm_actions ?? []).length > 0 || isSuppressor(found, estate)
        ? undefined
        : "must have an action",
    ),
    good: resources({
      aws_cloudwatch_metric_alarm: { refresh: { alarm_name: "refresh" }, cpu: { alarm_actions: ["arn"] } },
      aws_cloudwatch_composite_alarm: {
        page: {
          alarm_actions: ["arn"],
          actions_suppressor: { alarm: "${aws_cloudwatch_metric_alarm.refresh.alarm_name}" },
        },
      },
    }),
    bad: {
      "no action": resource("aws_cloudwatch_metric_alarm", { alarm_name: "cpu" }),
      "an empty list": resource("aws_cloudwatch_composite_alarm", { alarm_actions: [] }),
    },
  },
  {
    rule: "an alarm's actions are enabled",
    check: each(ALARMS, ({ attributes }) =>
      attributes.actions_enabled === false ? "must not disable its actions" : undefined,
    ),
    good: resource("aws_cloudwatch_metric_alarm", { actions_enabled: true }),
    bad: { disabled: resource("aws_cloudwatch_metric_alarm", { actions_enabled: false }) },
  },
  {
    rule: "a metric alarm states how to treat missing data",
    check: each("aws_cloudwatch_metric_alarm", ({ attributes }) =>
      attributes.treat_missing_data ? undefined : "must set treat_missing_data",
    ),
    good: resource("aws_cloudwatch_metric_alarm", { treat_missing_data: "breaching" }),
    bad: { "no value": resource("aws_cloudwatch_metric_alarm", { alarm_name: "cpu" }) },
  },
  {
    rule: "an alarm has a description that helps",
    check: each(ALARMS, ({ attributes }) =>
      String(attributes.alarm_description ?? "").length >= 20 ? undefined : "must have a description that helps",
    ),
    good: resource("aws_cloudwatch_metric_alarm", { alarm_description: "Look at the database's load first" }),
    bad: {
      "no description": resource("aws_cloudwatch_metric_alarm", { alarm_name: "cpu" }),
      "its name only": resource("aws_cloudwatch_metric_alarm", { alarm_description: "cpu" }),
    },
  },
  {
    rule: "a metric alarm evaluates at most the time that CloudWatch allows",
    check: each("aws_cloudwatch_metric_alarm", ({ attributes }) => {
      const { evaluation_periods: evaluated, datapoints_to_alarm: needed = evaluated } = attributes;
      const periods = periodsOf(attributes);
      const longest = Math.max(...periods);
      if (needed > evaluated) {
        return `must require at most the ${evaluated} periods that it evaluates, got ${needed}`;
      }
      return longest * evaluated > (longest >= 3600 ? 7 * DAY : DAY)
        ? `must evaluate at most a day, got ${evaluated} x ${longest} s`
        : undefined;
    }),
    good: resource("aws_cloudwatch_metric_alarm", { evaluation_periods: 5, datapoints_to_alarm: 3, period: 60 }),
    bad: {
      "more periods required than evaluated": resource("aws_cloudwatch_metric_alarm", {
        evaluation_periods: 3,
        datapoints_to_alarm: 5,
        period: 60,
      }),
      "two days": resource("aws_cloudwatch_metric_alarm", {
        evaluation_periods: 576,
        metric_query: [{ expression: "x" }, { metric: { period: 300 } }],
      }),
    },
  },
];

function isSuppressor({ stack, address }: Found, estate: Estate): boolean {
  return estate
    .resources("aws_cloudwatch_composite_alarm")
    .some(
      (other) =>
        other.stack === stack && String(other.attributes.actions_suppressor?.alarm).startsWith(`\${${address}.`),
    );
}

function periodsOf(attributes: Found["attributes"]): number[] {
  const queries: Found["attributes"][] = attributes.metric_query ?? [];
  return [attributes.period, ...queries.map((query) => query.period ?? query.metric?.period)].map(
    (period) => period ?? 0,
  );
}

function accountStack(id: string): Fixture {
  return { [id]: { provider: { aws: [{ region: "eu-west-1" }] }, resource: { aws_api_gateway_account: { it: {} } } } };
}
