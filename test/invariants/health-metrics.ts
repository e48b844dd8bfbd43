import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, resource, resources } from "./rule";

const PUBLISHED = "Tierra/Items";
const ALARM = "aws_cloudwatch_metric_alarm";

export const HEALTH_METRICS: readonly Rule[] = [
  {
    rule: "an alarm on the age of heartbeats starts when nothing measures the age",
    check: each(ALARM, ({ attributes }) =>
      metricsOf(attributes).some(({ metric_name }) => /HeartbeatAge$/.test(metric_name)) &&
      attributes.treat_missing_data !== "breaching"
        ? `must treat missing data as breaching, got ${attributes.treat_missing_data}`
        : undefined,
    ),
    good: resource(ALARM, { metric_name: "OldestHeartbeatAge", treat_missing_data: "breaching" }),
    bad: {
      "an age": resource(ALARM, { metric_name: "OldestHeartbeatAge", treat_missing_data: "notBreaching" }),
      "an age in metric math": resource(ALARM, { metric_query: [{ metric: { metric_name: "HeartbeatAge" } }] }),
    },
  },
  {
    rule: "an alarm on a metric of the functions has the backend and the region of a function that publishes it",
    check: each(ALARM, (alarm, estate) => {
      const wrong = metricsOf(alarm.attributes)
        .filter(({ namespace }) => namespace === PUBLISHED)
        .filter(({ dimensions }) => dimensions?.Region !== regionOf(alarm) || !publishes(dimensions, estate));
      return wrong.length > 0
        ? `must have the BACKEND and the region of a function, got ${JSON.stringify(wrong[0]?.dimensions)}`
        : undefined;
    }),
    good: published({ Backend: "items", Region: "eu-west-1" }),
    bad: {
      "another backend": published({ Backend: "other", Region: "eu-west-1" }),
      "another region": published({ Backend: "items", Region: "eu-west-2" }),
      "no region": published({ Backend: "items" }),
    },
  },
  {
    rule: "an alarm on an API counts no requests of health checkers",
    check: each(ALARM, (alarm, estate) => {
      const paths = estate.resources("aws_route53_health_check").map((check) => check.attributes.resource_path);
      const diluted = metricsOf(alarm.attributes)
        .filter(({ namespace }) => namespace === "AWS/ApiGateway")
        .filter(({ dimensions }) => isChecked(dimensions?.ApiName, paths, estate))
        .filter(({ dimensions }) => dimensions.Resource === undefined || paths.includes(dimensions.Resource));
      return diluted.length > 0 ? `must name a method other than that of ${paths[0]}` : undefined;
    }),
    good: checkedApi({ Method: "GET", Resource: "/items" }),
    bad: { "the whole stage": checkedApi({}), "the checked path": checkedApi({ Method: "GET", Resource: "/health" }) },
  },
];

/** Every metric of an alarm, with `namespace`, `metric_name` and `dimensions`. */
function metricsOf(alarm: Attributes): Attributes[] {
  const queried = blocks(alarm.metric_query).flatMap(({ metric }) => blocks(metric));
  return alarm.metric_name === undefined ? queried : [alarm, ...queried];
}

/** True if a function with this backend is in this region. */
function publishes(dimensions: Attributes, estate: Estate): boolean {
  return estate
    .resources("aws_lambda_function")
    .some((fn) => backendOf(fn) === dimensions.Backend && regionOf(fn) === dimensions.Region);
}

function backendOf({ attributes }: Found): string | undefined {
  return blocks(attributes.environment)[0]?.variables?.BACKEND;
}

/** True if a REST API of this name has a path of a health check. */
function isChecked(name: unknown, paths: readonly string[], estate: Estate): boolean {
  return estate
    .resources("aws_api_gateway_rest_api")
    .some(
      ({ attributes }) =>
        attributes.name === name &&
        Object.keys(JSON.parse(attributes.body ?? "{}").paths ?? {}).some((path) => paths.includes(path)),
    );
}

function published(dimensions: Attributes): Fixture {
  const { stack } = resources({
    aws_lambda_function: { it: { environment: { variables: { BACKEND: "items" } } } },
    [ALARM]: { it: { namespace: PUBLISHED, metric_name: "RefusedTokens", dimensions } },
  });
  return { stack: { provider: { aws: [{ region: "eu-west-1" }] }, ...stack } };
}

function checkedApi(dimensions: Attributes): Fixture {
  return resources({
    aws_api_gateway_rest_api: {
      it: { name: "items", body: JSON.stringify({ paths: { "/health": {}, "/items": {} } }) },
    },
    aws_route53_health_check: { it: { resource_path: "/health" } },
    [ALARM]: {
      it: {
        metric_query: [
          {
            metric: {
              namespace: "AWS/ApiGateway",
              metric_name: "Count",
              dimensions: { ApiName: "items", ...dimensions },
            },
          },
        ],
      },
    },
  });
}
