import { blocks, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, resource, resources } from "./rule";

/** The provider for another region in the fixtures. */
export const US = "aws.us-east-1";

export const HEALTH_ROUTING: readonly Rule[] = [
  {
    // Route 53 developer guide, "Monitoring health checks using CloudWatch".
    rule: "an alarm on a health check is in us-east-1, like its metric",
    check: each("aws_cloudwatch_metric_alarm", (alarm) =>
      namespacesOf(alarm.attributes).includes("AWS/Route53") && regionOf(alarm) !== "us-east-1"
        ? `must use a provider of us-east-1, got ${regionOf(alarm)}`
        : undefined,
    ),
    good: inTwoRegions({ aws_cloudwatch_metric_alarm: { it: { namespace: "AWS/Route53", provider: US } } }),
    bad: {
      "the default region": inTwoRegions({ aws_cloudwatch_metric_alarm: { it: { namespace: "AWS/Route53" } } }),
      "the default region, in metric math": inTwoRegions({
        aws_cloudwatch_metric_alarm: { it: { metric_query: [{ metric: { namespace: "AWS/Route53" } }] } },
      }),
    },
  },
  {
    // CloudWatch user guide, "Alarms": actions must be in the region of the alarm.
    rule: "an alarm notifies a topic of its own region",
    check: each(["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"], (alarm, estate) => {
      const topics: (Found | undefined)[] = (alarm.attributes.alarm_actions ?? []).map((arn: unknown) =>
        estate.follow(alarm.stack, arn),
      );
      const elsewhere = topics.filter((topic) => topic && regionOf(topic) !== regionOf(alarm));
      return elsewhere.length > 0 ? `must notify a topic of ${regionOf(alarm)}` : undefined;
    }),
    good: inTwoRegions({
      aws_sns_topic: { it: { provider: US } },
      aws_cloudwatch_metric_alarm: { it: { provider: US, alarm_actions: ["${aws_sns_topic.it.arn}"] } },
    }),
    bad: {
      "a topic of another region": inTwoRegions({
        aws_sns_topic: { it: {} },
        aws_cloudwatch_metric_alarm: { it: { provider: US, alarm_actions: ["${aws_sns_topic.it.arn}"] } },
      }),
    },
  },
  {
    rule: "a health check uses a custom domain name of an API if the default endpoint is disabled",
    check: each("aws_route53_health_check", ({ attributes }, estate) => {
      if (!attributes.type.startsWith("HTTP")) {
        return undefined;
      }
      const names = estate.resources("aws_api_gateway_domain_name").map((name) => name.attributes.domain_name);
      const closed = estate
        .resources("aws_api_gateway_rest_api")
        .some((api) => api.attributes.disable_execute_api_endpoint);
      return !closed || names.includes(attributes.fqdn)
        ? undefined
        : `must use one of ${names.join(", ")}, got ${attributes.fqdn}`;
    }),
    good: checked("eu-west-1.api.example.com"),
    bad: {
      "the default endpoint": checked("abc.execute-api.eu-west-1.amazonaws.com"),
      "an unknown name": checked("eu-west-2.api.example.com"),
    },
  },
  {
    // Route 53 developer guide, "How Route 53 determines whether a health check is healthy".
    rule: "an API times out on the path of a health check before the checker does, after 2 s",
    check: each("aws_api_gateway_rest_api", ({ attributes }, estate) => {
      const paths = estate.resources("aws_route53_health_check").map((check) => check.attributes.resource_path);
      const asked = Object.entries<Attributes>(JSON.parse(attributes.body ?? "{}").paths ?? {}).filter(([path]) =>
        paths.includes(path),
      );
      const late = asked.filter(([, { get }]) => !(get?.["x-amazon-apigateway-integration"]?.timeoutInMillis < 2_000));
      return late.length > 0
        ? `must time out in less than 2000 ms on ${late.map(([path]) => path).join(", ")}`
        : undefined;
    }),
    good: waitingFor({ timeoutInMillis: 1_900 }),
    bad: { "the timeout of a checker": waitingFor({ timeoutInMillis: 2_000 }), "API Gateway's 29 s": waitingFor({}) },
  },
  {
    // Route 53 developer guide, "How health checks work in simple/complex configurations".
    rule: "a record with a routing policy uses the health of its target",
    check: each("aws_route53_record", ({ attributes }) => {
      const routed = Object.keys(attributes).some((name) => name.endsWith("_routing_policy"));
      const asks = attributes.health_check_id || blocks(attributes.alias).some((it) => it.evaluate_target_health);
      return routed && !asks ? "must have a health check, or evaluate the health of its target" : undefined;
    }),
    good: resource("aws_route53_record", { latency_routing_policy: { region: "eu-west-1" }, health_check_id: "x" }),
    bad: {
      "a record without a health check": resource("aws_route53_record", { weighted_routing_policy: { weight: 1 } }),
    },
  },
];

function namespacesOf({ namespace, metric_query }: Attributes): unknown[] {
  return [namespace, ...blocks(metric_query).flatMap(({ metric }) => blocks(metric).map((it) => it.namespace))];
}

/** A stack with resources in eu-west-1, and in us-east-1 by `US`. */
export function inTwoRegions(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Fixture {
  return {
    stack: { provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "us-east-1" }] }, resource },
  };
}

function checked(fqdn: string): Fixture {
  return resources({
    aws_api_gateway_rest_api: { it: { disable_execute_api_endpoint: true } },
    aws_api_gateway_domain_name: { it: { domain_name: "eu-west-1.api.example.com" } },
    aws_route53_health_check: { it: { type: "HTTPS", fqdn } },
  });
}

function waitingFor(integration: object): Fixture {
  const body = JSON.stringify({ paths: { "/health": { get: { "x-amazon-apigateway-integration": integration } } } });
  return resources({
    aws_api_gateway_rest_api: { it: { body } },
    aws_route53_health_check: { it: { type: "HTTPS", resource_path: "/health" } },
  });
}
