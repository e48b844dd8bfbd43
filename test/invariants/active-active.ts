import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, remote, resource, resources } from "./rule";

const OPEN_PATH = "/health";
/** The provider of the fixtures that is not the default one. */
const US = "aws.us-east-1";

export const ACTIVE_ACTIVE: readonly Rule[] = [
  {
    // Route 53 developer guide, "Monitoring health checks using CloudWatch".
    rule: "an alarm on a health check lives in us-east-1, where the metric is",
    check: each("aws_cloudwatch_metric_alarm", (alarm) =>
      namespacesOf(alarm.attributes).includes("AWS/Route53") && regionOf(alarm) !== "us-east-1"
        ? `must use a provider of us-east-1, got ${regionOf(alarm)}`
        : undefined,
    ),
    good: inTwoRegions({ aws_cloudwatch_metric_alarm: { it: { namespace: "AWS/Route53", provider: US } } }),
    bad: {
      "the home region": inTwoRegions({ aws_cloudwatch_metric_alarm: { it: { namespace: "AWS/Route53" } } }),
      "the home region, in metric math": inTwoRegions({
        aws_cloudwatch_metric_alarm: { it: { metric_query: [{ metric: { namespace: "AWS/Route53" } }] } },
      }),
    },
  },
  {
    // CloudWatch user guide, "Alarms": actions name resources of the alarm's region.
    rule: "an alarm tells a topic of its own region",
    check: each(["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"], (alarm, estate) => {
      const topics: (Found | undefined)[] = (alarm.attributes.alarm_actions ?? []).map((arn: unknown) =>
        estate.follow(alarm.stack, arn),
      );
      const elsewhere = topics.filter((topic) => topic && regionOf(topic) !== regionOf(alarm));
      return elsewhere.length > 0 ? `must tell a topic of ${regionOf(alarm)}` : undefined;
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
    rule: "a custom name's certificate is of its region and covers it",
    check: each("aws_api_gateway_domain_name", (name, estate) => {
      const certificate = certificateOf(name, estate);
      if (!certificate) {
        return "must name an issued certificate of ours";
      }
      const { domain_name, subject_alternative_names = [] } = certificate.attributes;
      const covers = [domain_name, ...subject_alternative_names].includes(name.attributes.domain_name);
      return covers && regionOf(certificate) === regionOf(name)
        ? undefined
        : `must have a certificate of ${regionOf(name)} for ${name.attributes.domain_name}`;
    }),
    good: named("eu-west-1.api.example.com", "api.example.com", ["eu-west-1.api.example.com"]),
    bad: {
      "one for the shared name alone": named("eu-west-1.api.example.com", "api.example.com", []),
      "one for another region's name": named("eu-west-1.api.example.com", "api.example.com", ["us-east-1.a.com"]),
      "one of another region": named("api.example.com", "api.example.com", [], US),
      "one that nobody waits for": resource("aws_api_gateway_domain_name", { domain_name: "api.example.com" }),
    },
  },
  {
    rule: "a function in a VPC without an internet gateway finds a gateway endpoint, DynamoDB's if it has a table, from every one of its subnets",
    check: each("aws_lambda_function", (fn, estate) => {
      const subnets: string[] = blocks(fn.attributes.vpc_config).flatMap(({ subnet_ids = [] }) => subnet_ids);
      const without = subnets.filter((subnet) => isCutOff(fn, subnet, estate));
      return without.length > 0 ? `must have a gateway endpoint on the tables of ${without.join(", ")}` : undefined;
    }),
    good: functionIn(["a", "b"]),
    bad: {
      "a zone left out": functionIn(["a"]),
      "no endpoint": functionIn([]),
      "one of another service": functionIn(["a", "b"], "s3"),
    },
  },
  {
    rule: "/health asks nobody who they are, and where one route does, all the others do",
    check: each("aws_api_gateway_rest_api", ({ attributes }) => {
      const { paths = {}, components = {} } = JSON.parse(attributes.body ?? "{}");
      const schemes = Object.keys(components.securitySchemes ?? {});
      const wrong = Object.entries<Attributes>(paths).flatMap(([path, methods]) =>
        Object.entries<Attributes>(methods)
          .filter(([, { security = [] }]) => security.length > 0 !== (path !== OPEN_PATH && schemes.length > 0))
          .map(([method]) => `${method} ${path}`),
      );
      return wrong.length > 0 ? `must open ${OPEN_PATH} and nothing else, got ${wrong.join(", ")}` : undefined;
    }),
    good: api({ "/health": [], "/items": [{ caller: [] }] }),
    bad: {
      "a guarded check": api({ "/health": [{ caller: [] }], "/items": [{ caller: [] }] }),
      "an open route": api({ "/health": [], "/items": [] }),
    },
  },
  {
    rule: "a check asks under a custom name where the default endpoint is disabled, and the name is one of an API's",
    check: each("aws_route53_health_check", ({ attributes }, estate) => {
      if (attributes.type === "CALCULATED") {
        return undefined;
      }
      const names = estate.resources("aws_api_gateway_domain_name").map((name) => name.attributes.domain_name);
      const closed = estate
        .resources("aws_api_gateway_rest_api")
        .some((api) => api.attributes.disable_execute_api_endpoint);
      return !closed || names.includes(attributes.fqdn)
        ? undefined
        : `must ask under one of ${names.join(", ")}, got ${attributes.fqdn}`;
    }),
    good: checked("eu-west-1.api.example.com"),
    bad: {
      "the default endpoint": checked("abc.execute-api.eu-west-1.amazonaws.com"),
      "a name of nobody's": checked("eu-west-2.api.example.com"),
    },
  },
  {
    // Route 53 developer guide, "How Route 53 determines whether a health check is healthy".
    rule: "an API gives up on the path that is checked before a checker does, which is after 2 s",
    check: each("aws_api_gateway_rest_api", ({ attributes }, estate) => {
      const paths = estate.resources("aws_route53_health_check").map((check) => check.attributes.resource_path);
      const asked = Object.entries<Attributes>(JSON.parse(attributes.body ?? "{}").paths ?? {}).filter(([path]) =>
        paths.includes(path),
      );
      const late = asked.filter(([, { get }]) => !(get?.["x-amazon-apigateway-integration"]?.timeoutInMillis < 2_000));
      return late.length > 0 ? `must wait less than 2000 ms for ${late.map(([path]) => path).join(", ")}` : undefined;
    }),
    good: waitingFor({ timeoutInMillis: 1_900 }),
    bad: { "as long as a checker": waitingFor({ timeoutInMillis: 2_000 }), "API Gateway's 29 s": waitingFor({}) },
  },
  {
    // Route 53 developer guide, "How health checks work in simple/complex configurations".
    rule: "a routed record asks for its target's health",
    check: each("aws_route53_record", ({ attributes }) => {
      const routed = Object.keys(attributes).some((name) => name.endsWith("_routing_policy"));
      const asks = attributes.health_check_id || blocks(attributes.alias).some((it) => it.evaluate_target_health);
      return routed && !asks ? "must have a health check, or evaluate its target's health" : undefined;
    }),
    good: resource("aws_route53_record", { latency_routing_policy: { region: "eu-west-1" }, health_check_id: "x" }),
    bad: { "a blind record": resource("aws_route53_record", { weighted_routing_policy: { weight: 1 } }) },
  },
  {
    // DynamoDB guide, "Global tables: encryption": all replicas with keys of one kind.
    rule: "a replica is encrypted as its table is, in its own region, and can be restored",
    check: each("aws_dynamodb_table_replica", (replica, estate) => {
      const { kms_key_arn, global_table_arn, point_in_time_recovery } = replica.attributes;
      const table = estate.follow(replica.stack, global_table_arn)?.attributes;
      const sse = blocks(table?.server_side_encryption)[0];
      const key = kms_key_arn ? estate.follow(replica.stack, kms_key_arn) : undefined;
      const alike = Boolean(sse?.kms_key_arn) === Boolean(kms_key_arn);
      const near = !kms_key_arn || (key && regionOf(key) === regionOf(replica));
      return alike && near && point_in_time_recovery === true
        ? undefined
        : `must have point-in-time recovery and a key of ${regionOf(replica)} exactly when its table has one`;
    }),
    good: replicated({ kms_key_arn: "${aws_kms_key.us.arn}", point_in_time_recovery: true }),
    bad: {
      "a key of the table's region": replicated({ kms_key_arn: "${aws_kms_key.eu.arn}", point_in_time_recovery: true }),
      "no key": replicated({ point_in_time_recovery: true }),
      "no way back": replicated({ kms_key_arn: "${aws_kms_key.us.arn}" }),
    },
  },
];

function namespacesOf({ namespace, metric_query }: Attributes): unknown[] {
  return [namespace, ...blocks(metric_query).flatMap(({ metric }) => blocks(metric).map((it) => it.namespace))];
}

/** The certificate that a name's own was validated as. */
function certificateOf({ stack, attributes }: Found, estate: Estate): Found | undefined {
  const validation = estate.follow(stack, attributes.regional_certificate_arn);
  return validation?.type === "aws_acm_certificate_validation"
    ? estate.follow(validation.stack, validation.attributes.certificate_arn)
    : undefined;
}

/** True for a subnet of a closed VPC whose route table no gateway endpoint that the function needs stands in. */
function isCutOff({ stack, attributes: fn }: Found, reference: string, estate: Estate): boolean {
  const own = (type: string) => estate.resources(type).filter((found) => found.stack === stack);
  const subnet = estate.follow(stack, reference);
  if (!subnet || own("aws_internet_gateway").some((it) => it.attributes.vpc_id === subnet.attributes.vpc_id)) {
    return false;
  }
  const association = own("aws_route_table_association").find((it) => it.attributes.subnet_id === reference);
  const table = association?.attributes.route_table_id;
  const service = blocks(fn.environment)[0]?.variables?.TABLE_NAME ? ".dynamodb" : "";
  // Functions of another stack's network are that stack's to judge.
  return (
    subnet.stack === stack &&
    !own("aws_vpc_endpoint").some(
      ({ attributes: { route_table_ids = [], service_name = "" } }) =>
        route_table_ids.includes(table) && service_name.endsWith(service),
    )
  );
}

function inTwoRegions(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Fixture {
  return {
    stack: { provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "us-east-1" }] }, resource },
  };
}

/** A name in one stack, its certificate in another. */
function named(name: string, domain: string, others: readonly string[], provider?: string): Fixture {
  const certificate = { domain_name: domain, subject_alternative_names: others, ...(provider ? { provider } : {}) };
  const { stack } = inTwoRegions({
    aws_acm_certificate: { it: certificate },
    aws_acm_certificate_validation: { it: { certificate_arn: "${aws_acm_certificate.it.arn}" } },
  });
  const output = { arn: { value: "${aws_acm_certificate_validation.it.certificate_arn}" } };
  return {
    table: { ...stack, output },
    region: {
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: {
        aws_api_gateway_domain_name: { it: { domain_name: name, regional_certificate_arn: remote("table", "arn") } },
      },
    },
  };
}

function functionIn(endpointOn: readonly string[], service = "dynamodb"): Fixture {
  const zones = ["a", "b"];
  const each = (of: (zone: string) => Attributes) => Object.fromEntries(zones.map((zone) => [zone, of(zone)]));
  return resources({
    aws_subnet: each(() => ({ vpc_id: "vpc" })),
    aws_route_table: each(() => ({ vpc_id: "vpc" })),
    aws_route_table_association: each((zone) => ({
      subnet_id: `\${aws_subnet.${zone}.id}`,
      route_table_id: `\${aws_route_table.${zone}.id}`,
    })),
    aws_vpc_endpoint: {
      it: {
        service_name: `com.amazonaws.eu-west-1.${service}`,
        route_table_ids: endpointOn.map((zone) => `\${aws_route_table.${zone}.id}`),
      },
    },
    aws_lambda_function: {
      it: {
        environment: { variables: { TABLE_NAME: "items" } },
        vpc_config: { subnet_ids: zones.map((zone) => `\${aws_subnet.${zone}.id}`) },
      },
    },
  });
}

function api(security: Readonly<Record<string, readonly object[]>>): Fixture {
  const paths = Object.fromEntries(Object.entries(security).map(([path, it]) => [path, { get: { security: it } }]));
  const body = JSON.stringify({ paths, components: { securitySchemes: { caller: {} } } });
  return resource("aws_api_gateway_rest_api", { body });
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

function replicated(replica: Attributes): Fixture {
  return inTwoRegions({
    aws_kms_key: { eu: {}, us: { provider: US } },
    aws_dynamodb_table: { it: { server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.eu.arn}" } } },
    aws_dynamodb_table_replica: {
      it: { global_table_arn: "${aws_dynamodb_table.it.arn}", provider: US, ...replica },
    },
  });
}
