import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { inTwoRegions, US } from "./health-routing";
import { each, type Fixture, type Rule, resources } from "./rule";

/** CloudWatch Logs quotas, "Resource policies". */
const MOST_LOG_POLICIES = 10;

export const EVACUATION: readonly Rule[] = [
  {
    rule: "a routed record's check needs a healthy endpoint and a region that is not evacuated, which another region decides",
    check: each(["aws_route53_record", "aws_route53_traffic_policy"], (found, estate) => {
      const problems = checksOf(found).flatMap((reference) => problemsOf(found, reference, estate));
      return problems.length > 0 ? `must ${problems.join(", and ")}` : undefined;
    }),
    good: routed({}),
    bad: {
      "an endpoint check alone": routed({ record: { health_check_id: "${aws_route53_health_check.endpoint.id}" } }),
      "one of two checks is enough": routed({ both: { child_health_threshold: 1 } }),
      "no endpoint check": routed({ endpoint: { type: "CLOUDWATCH_METRIC" } }),
      "an alarm in the region itself": routed({
        alarm: { provider: undefined },
        follower: { cloudwatch_alarm_region: "eu-west-1" },
      }),
      "an alarm in another region than the check expects": routed({ alarm: { provider: undefined } }),
      "an evacuation that ends without data": routed({ follower: { insufficient_data_health_status: "Healthy" } }),
      "an alarm that ends without data": routed({ alarm: { treat_missing_data: "notBreaching" } }),
      "a check that does not follow changes of the alarm": routed({ follower: { triggers: undefined } }),
    },
  },
  {
    // Route 53 developer guide, "Values that you specify when you create or update health checks".
    rule: "a calculated health check does not monitor other calculated health checks",
    check: each("aws_route53_health_check", ({ stack, attributes }, estate) => {
      const children = (attributes.child_healthchecks ?? []).map((id: unknown) => estate.follow(stack, id));
      return children.some((child: Found | undefined) => child?.attributes.type === "CALCULATED")
        ? "must not monitor calculated health checks"
        : undefined;
    }),
    good: routed({}),
    bad: { "a parent of calculated checks": routed({ endpoint: { type: "CALCULATED" } }) },
  },
  {
    // Route 53 API reference, AlarmIdentifier.
    rule: "a health check follows an alarm on one metric of standard resolution without percentiles",
    check: each("aws_route53_health_check", ({ stack, attributes }, estate) => {
      if (attributes.type !== "CLOUDWATCH_METRIC") {
        return undefined;
      }
      const alarm = estate.follow(stack, attributes.cloudwatch_alarm_name)?.attributes;
      return alarm?.statistic && alarm.period >= 60
        ? undefined
        : "must follow an alarm with a statistic and a period of 60 s";
    }),
    good: routed({}),
    bad: {
      "a percentile": routed({ alarm: { statistic: undefined, extended_statistic: "p99" } }),
      "a high resolution": routed({ alarm: { period: 10 } }),
      "an unknown alarm": routed({ follower: { cloudwatch_alarm_name: "other" } }),
    },
  },
  {
    rule: "an account has at most 10 resource policies for logs in a region",
    check: (estate) => {
      const policies = estate.resources("aws_cloudwatch_log_resource_policy");
      const places = policies.map((policy) => `${accountOf(policy)} in ${regionOf(policy)}`);
      return [...new Set(places)].flatMap((place) => {
        const number = places.filter((other) => other === place).length;
        return number > MOST_LOG_POLICIES ? [`${place} has ${number} resource policies for logs`] : [];
      });
    },
    good: logPolicies(MOST_LOG_POLICIES),
    bad: { "an eleventh policy": logPolicies(MOST_LOG_POLICIES + 1) },
  },
];

/** References to the health checks that a record or a traffic policy uses. */
function checksOf({ type, attributes }: Found): string[] {
  if (type === "aws_route53_record") {
    return attributes.health_check_id ? [attributes.health_check_id] : [];
  }
  const rules = Object.values<Attributes>(JSON.parse(attributes.document).Rules ?? {});
  return rules.flatMap(({ Regions = [] }) => Regions.map((it: Attributes) => it.HealthCheck));
}

function problemsOf({ stack }: Found, reference: string, estate: Estate): string[] {
  const check = estate.follow(stack, reference)?.attributes;
  const children: Attributes[] = (check?.child_healthchecks ?? []).flatMap(
    (id: unknown) => estate.follow(stack, id)?.attributes ?? [],
  );
  const endpoint = children.find(({ type }) => type === "HTTPS");
  const follower = children.find(({ type }) => type === "CLOUDWATCH_METRIC" || type === "RECOVERY_CONTROL");
  if (
    check?.type !== "CALCULATED" ||
    !endpoint ||
    !follower ||
    children.length !== 2 ||
    check.child_health_threshold !== 2
  ) {
    return ["use a check that needs both an endpoint and an evacuation"];
  }
  return follower.type === "RECOVERY_CONTROL" ? [] : alarmProblems(follower, `${endpoint.fqdn}`, stack, estate);
}

function alarmProblems(follower: Attributes, ownName: string, stack: Found["stack"], estate: Estate): string[] {
  const alarm = estate.follow(stack, follower.cloudwatch_alarm_name);
  const host = alarm && regionOf(alarm);
  return [
    ...(host && !ownName.startsWith(`${host}.`) ? [] : ["follow an alarm in another region"]),
    ...(host === follower.cloudwatch_alarm_region ? [] : [`expect the alarm in ${host}`]),
    ...(follower.insufficient_data_health_status === "LastKnownStatus" ? [] : ["keep its last known status"]),
    ...(alarm?.attributes.treat_missing_data === "ignore" ? [] : ["follow an alarm that ignores missing data"]),
    ...(follower.triggers ? [] : ["be updated when the alarm changes"]),
  ];
}

function accountOf({ stack, attributes }: Found): string {
  const alias = /^aws\.(.+)$/.exec(attributes.provider ?? "")?.[1];
  return `${blocks(stack.provider("aws", alias))[0]?.allowed_account_ids}`;
}

interface Parts {
  readonly record?: Attributes;
  readonly both?: Attributes;
  readonly endpoint?: Attributes;
  readonly follower?: Attributes;
  readonly alarm?: Attributes;
}

/** A record of eu-west-1, which us-east-1 evacuates. */
function routed({ record = {}, both = {}, endpoint = {}, follower = {}, alarm = {} }: Parts): Fixture {
  return inTwoRegions({
    aws_route53_record: {
      it: { latency_routing_policy: {}, health_check_id: "${aws_route53_health_check.both.id}", ...record },
    },
    aws_route53_health_check: {
      both: {
        type: "CALCULATED",
        child_healthchecks: ["${aws_route53_health_check.endpoint.id}", "${aws_route53_health_check.follower.id}"],
        child_health_threshold: 2,
        ...both,
      },
      endpoint: { type: "HTTPS", fqdn: "eu-west-1.api.example.com", ...endpoint },
      follower: {
        type: "CLOUDWATCH_METRIC",
        cloudwatch_alarm_name: "${aws_cloudwatch_metric_alarm.it.alarm_name}",
        cloudwatch_alarm_region: "us-east-1",
        insufficient_data_health_status: "LastKnownStatus",
        triggers: { alarm: "settings" },
        ...follower,
      },
    },
    aws_cloudwatch_metric_alarm: {
      it: { statistic: "Maximum", period: 60, treat_missing_data: "ignore", provider: US, ...alarm },
    },
  });
}

function logPolicies(number: number): Fixture {
  const entries = Array.from({ length: number }, (_, index) => [`policy${index}`, {}]);
  const { stack } = resources({ aws_cloudwatch_log_resource_policy: Object.fromEntries(entries) });
  return { stack: { provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["1"] }] }, ...stack } };
}
