import type { TerraformConfiguration } from "../../shared/synthesize";
import { UsageError } from "../../shared/usage-error";
import { trafficPolicyRecords } from "../route53/traffic-policy";
import type { RecordTarget, RoutingPolicy, Zone, ZoneRecord } from "../route53/zone";
import { readChecks } from "./read-checks";
import { type Attributes, oneOf, referenceTo, resourcesOf } from "./terraform-resources";

/**
 * TTL of an API Gateway alias target, in seconds: docs/active-active.md, "RTO". Route 53 answers with the TTL of the target, which AWS
 * documents for load balancers only.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html and
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-weighted.html
 */
const ALIAS_TTL_SECONDS = 60;

/** References to a stack of a region end with the region. */
const REGION_STACK = /cross-stack-reference-input-[\w-]+-region-([a-z]{2}(?:-[a-z]+)+-\d)\./;

/**
 * Records and health checks of the routing stack and the region stacks. Only aliases and policy records are in the zone, not e.g. the
 * records that validate certificates. Without a domain, the zone is empty.
 *
 * @throws UsageError for a record or check that is not emulated
 */
export function readZone(configurations: readonly TerraformConfiguration[]): Zone {
  return {
    records: configurations.flatMap((configuration) => [...aliases(configuration), ...policyRecords(configuration)]),
    checks: configurations.flatMap(readChecks),
  };
}

function aliases(configuration: TerraformConfiguration): ZoneRecord[] {
  const records = [...resourcesOf(configuration, "aws_route53_record")].filter(([, { alias }]) => alias !== undefined);
  const read = records.map(([id, record]) => readRecord(id, record, configuration));
  const key = (record: ZoneRecord) => JSON.stringify([record.name, record.setIdentifier]);
  const ofTypeA = new Set(read.filter(({ type }) => type === "A").map(key));
  return read.filter((record) => record.type !== "AAAA" || !ofTypeA.has(key(record)));
}

function readRecord(id: string, record: Attributes, configuration: TerraformConfiguration): ZoneRecord {
  const checks = resourcesOf(configuration, "aws_route53_health_check");
  return {
    name: `${record.name}`,
    type: `${record.type}`,
    ...(record.set_identifier === undefined ? {} : { setIdentifier: `${record.set_identifier}` }),
    ...(record.health_check_id === undefined ? {} : { healthCheck: referenceTo(checks, record.health_check_id) }),
    ttlSeconds: ALIAS_TTL_SECONDS,
    policy: policyOf(id, record),
    target: targetOf(id, first(record.alias), configuration),
  };
}

function policyOf(id: string, record: Attributes): RoutingPolicy {
  const [attribute] = Object.keys(record).filter((name) => name.endsWith("_routing_policy"));
  const settings = first(record[attribute ?? ""]);
  switch (attribute) {
    case undefined:
      return { type: "simple" };
    case "latency_routing_policy":
      return { type: "latency", region: `${settings.region}` };
    case "weighted_routing_policy":
      return { type: "weighted", weight: Number(settings.weight) };
    case "failover_routing_policy": {
      const field = `aws_route53_record.${id}.${attribute}.type`;
      return { type: "failover", role: oneOf(field, settings.type, ["PRIMARY", "SECONDARY"]) };
    }
    default:
      throw new UsageError(
        `aws_route53_record.${id} must have latency, weighted, failover or simple routing, got ${attribute}; ` +
          "the local runtime does not emulate other policies",
      );
  }
}

function targetOf(id: string, alias: Attributes, configuration: TerraformConfiguration): RecordTarget {
  const evaluateTargetHealth = alias.evaluate_target_health === true;
  const name = `${alias.name}`;
  if (!name.includes("${")) {
    return { type: "records", name, evaluateTargetHealth };
  }
  return {
    type: "region",
    region: regionOf(`aws_route53_record.${id}.alias.name`, name, configuration),
    evaluateTargetHealth,
  };
}

/** Region of a custom domain name, from a reference to it. */
function regionOf(field: string, reference: string, configuration: TerraformConfiguration): string {
  const inAnotherStack = REGION_STACK.exec(reference)?.[1];
  if (inAnotherStack !== undefined) {
    return inAnotherStack;
  }
  const { provider } = configuration as { provider?: { aws?: readonly Attributes[] } };
  const own = provider?.aws?.find(({ alias }) => alias === undefined)?.region;
  if (reference.startsWith("${aws_api_gateway_domain_name.") && own !== undefined) {
    return `${own}`;
  }
  throw new UsageError(`${field} must refer to a domain name of API Gateway, got ${JSON.stringify(reference)}`);
}

/** The records of traffic policies. */
function policyRecords(configuration: TerraformConfiguration): ZoneRecord[] {
  const policies = resourcesOf(configuration, "aws_route53_traffic_policy");
  const checks = resourcesOf(configuration, "aws_route53_health_check");
  return [...resourcesOf(configuration, "aws_route53_traffic_policy_instance").values()].flatMap((instance) => {
    const policy = referenceTo(policies, instance.traffic_policy_id);
    const field = `aws_route53_traffic_policy.${policy}.document`;
    return trafficPolicyRecords({
      field,
      name: `${instance.name}`,
      ttlSeconds: Number(instance.ttl),
      document: `${policies.get(policy)?.document}`,
      regionOf: (value) => regionOf(field, value, configuration),
      checkOf: (value) => referenceTo(checks, value),
    }).map((record) => ({ ...record, trafficPolicy: policy }));
  });
}

/** CDKTF writes a block as an object, Terraform also accepts a list with one object. */
function first(block: unknown): Attributes {
  return (Array.isArray(block) ? block[0] : block) ?? {};
}
