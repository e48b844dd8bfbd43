import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { inTwoRegions, US } from "./health-routing";
import { each, type Fixture, type Rule, remote, resource, resources } from "./rule";

/** The path of the health check, or the first part of one that only the checkers know. */
const OPEN_PATH = "/health";

export const ACTIVE_ACTIVE: readonly Rule[] = [
  {
    rule: "a custom domain name has a certificate of its own region that covers it",
    check: each("aws_api_gateway_domain_name", (name, estate) => {
      const certificate = certificateOf(name, estate);
      if (!certificate) {
        return "must refer to an issued certificate of these stacks";
      }
      const { domain_name, subject_alternative_names = [] } = certificate.attributes;
      const covers = [domain_name, ...subject_alternative_names].includes(name.attributes.domain_name);
      return covers && regionOf(certificate) === regionOf(name)
        ? undefined
        : `must have a certificate of ${regionOf(name)} for ${name.attributes.domain_name}`;
    }),
    good: named("eu-west-1.api.example.com", "api.example.com", ["eu-west-1.api.example.com"]),
    bad: {
      "a certificate for the shared name only": named("eu-west-1.api.example.com", "api.example.com", []),
      "a certificate for the name of another region": named("eu-west-1.api.example.com", "api.example.com", [
        "us-east-1.a.com",
      ]),
      "a certificate of another region": named("api.example.com", "api.example.com", [], US),
      "no validated certificate": resource("aws_api_gateway_domain_name", { domain_name: "api.example.com" }),
    },
  },
  {
    // Requests to the default endpoint would bypass routing and health checks.
    rule: "an API answers at its default endpoint if and only if it has no custom domain name",
    check: each("aws_api_gateway_rest_api", (found, estate) => {
      const named = estate
        .resources("aws_api_gateway_base_path_mapping")
        .some(
          ({ stack, attributes }) =>
            stack === found.stack && estate.follow(stack, attributes.api_id)?.address === found.address,
        );
      return found.attributes.disable_execute_api_endpoint === named
        ? undefined
        : `must ${named ? "disable" : "enable"} its default endpoint`;
    }),
    good: reachable(true, true),
    bad: {
      "an API with a second way in": reachable(false, true),
      "an API that cannot be reached": reachable(true, false),
    },
  },
  {
    rule: "a function in a VPC without an internet gateway has a gateway endpoint in every subnet, of DynamoDB if it uses a table",
    check: each("aws_lambda_function", (fn, estate) => {
      const subnets: string[] = blocks(fn.attributes.vpc_config).flatMap(({ subnet_ids = [] }) => subnet_ids);
      const without = subnets.filter((subnet) => isCutOff(fn, subnet, estate));
      return without.length > 0
        ? `must have a gateway endpoint on the route tables of ${without.join(", ")}`
        : undefined;
    }),
    good: functionIn(["a", "b"]),
    bad: {
      "a zone left out": functionIn(["a"]),
      "no endpoint": functionIn([]),
      "an endpoint of another service": functionIn(["a", "b"], "s3"),
    },
  },
  {
    rule: "only /health is open if an API has a security scheme, and every route is open if it has none",
    check: each("aws_api_gateway_rest_api", ({ attributes }) => {
      const { paths = {}, components = {} } = JSON.parse(attributes.body ?? "{}");
      const schemes = Object.keys(components.securitySchemes ?? {});
      const wrong = Object.entries<Attributes>(paths).flatMap(([path, methods]) =>
        Object.entries<Attributes>(methods)
          .filter(
            ([, { security = [] }]) => security.length > 0 !== (!path.startsWith(OPEN_PATH) && schemes.length > 0),
          )
          .map(([method]) => `${method} ${path}`),
      );
      return wrong.length > 0 ? `must open ${OPEN_PATH} and no other route, got ${wrong.join(", ")}` : undefined;
    }),
    good: api({ "/health": [], "/items": [{ caller: [] }] }),
    bad: {
      "a health check that requires credentials": api({ "/health": [{ caller: [] }], "/items": [{ caller: [] }] }),
      "an open route": api({ "/health": [], "/items": [] }),
    },
  },
  {
    // All replicas of a table must use the same type of key. DynamoDB guide, "Global tables: encryption".
    rule: "a replica has the same type of key as its table, in its own region, and point-in-time recovery",
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
      "no point-in-time recovery": replicated({ kms_key_arn: "${aws_kms_key.us.arn}" }),
    },
  },
];

/** The certificate behind the validation that a domain name refers to. */
function certificateOf({ stack, attributes }: Found, estate: Estate): Found | undefined {
  const validation = estate.follow(stack, attributes.regional_certificate_arn);
  return validation?.type === "aws_acm_certificate_validation"
    ? estate.follow(validation.stack, validation.attributes.certificate_arn)
    : undefined;
}

/** True for a subnet of a VPC without an internet gateway, whose route table lacks the gateway endpoint that the function needs. */
function isCutOff({ stack, attributes: fn }: Found, reference: string, estate: Estate): boolean {
  const own = (type: string) => estate.resources(type).filter((found) => found.stack === stack);
  const subnet = estate.follow(stack, reference);
  if (!subnet || own("aws_internet_gateway").some((it) => it.attributes.vpc_id === subnet.attributes.vpc_id)) {
    return false;
  }
  const association = own("aws_route_table_association").find((it) => it.attributes.subnet_id === reference);
  const table = association?.attributes.route_table_id;
  const service = blocks(fn.environment)[0]?.variables?.TABLE_NAME ? ".dynamodb" : "";
  // The subnets of another stack are checked with that stack.
  return (
    subnet.stack === stack &&
    !own("aws_vpc_endpoint").some(
      ({ attributes: { route_table_ids = [], service_name = "" } }) =>
        route_table_ids.includes(table) && service_name.endsWith(service),
    )
  );
}

function reachable(isDisabled: boolean, isNamed: boolean): Fixture {
  return resources({
    aws_api_gateway_rest_api: { it: { disable_execute_api_endpoint: isDisabled } },
    ...(isNamed ? { aws_api_gateway_base_path_mapping: { it: { api_id: "${aws_api_gateway_rest_api.it.id}" } } } : {}),
  });
}

/** A domain name in one stack, and its certificate in another. */
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

function replicated(replica: Attributes): Fixture {
  return inTwoRegions({
    aws_kms_key: { eu: {}, us: { provider: US } },
    aws_dynamodb_table: { it: { server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.eu.arn}" } } },
    aws_dynamodb_table_replica: {
      it: { global_table_arn: "${aws_dynamodb_table.it.arn}", provider: US, ...replica },
    },
  });
}
