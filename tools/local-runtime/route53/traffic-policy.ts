import { UsageError } from "../../shared/usage-error";
import type { RoutingPolicy, ZoneRecord } from "./zone";

export interface TrafficPolicyInput {
  /** Name of the document in errors, e.g. `aws_route53_traffic_policy.policy_1A2B.document`. */
  readonly field: string;
  /** Name of the policy record. */
  readonly name: string;
  readonly ttlSeconds: number;
  /** JSON, format 2015-10-01. */
  readonly document: string;
  /** Region of an endpoint's value. */
  readonly regionOf: (value: string) => string;
  /** Identifier of a rule's health check. */
  readonly checkOf: (value: string) => string;
}

interface Reference {
  readonly EndpointReference?: string;
  readonly RuleReference?: string;
  readonly HealthCheck?: string;
  /** AWS's examples write Booleans with quotation marks, too. */
  readonly EvaluateTargetHealth?: boolean | "true" | "false";
  readonly Region?: string;
  readonly Weight?: string;
}

interface Rule {
  readonly RuleType: string;
  readonly Regions?: readonly Reference[];
  readonly Items?: readonly Reference[];
  readonly Primary?: Reference;
  readonly Secondary?: Reference;
}

interface Document {
  readonly RecordType: string;
  readonly StartRule?: string;
  readonly Endpoints?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  readonly Rules?: Readonly<Record<string, Rule>>;
}

/**
 * The records of a traffic policy. Route 53 creates such a tree of records, with names of its own for all rules but the first. Rules of
 * types latency, weighted and failover are read.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/api-policies-traffic-policy-document-format.html
 *
 * @throws UsageError for a document that is wrong or not emulated
 */
export function trafficPolicyRecords(input: TrafficPolicyInput): ZoneRecord[] {
  const { field, name, ttlSeconds } = input;
  const document = parse(field, input.document);
  const { StartRule, Rules = {}, Endpoints = {} } = document;
  if (StartRule === undefined || Rules[StartRule] === undefined) {
    throw new UsageError(`${field}.StartRule must be one of ${Object.keys(Rules).join(", ")}, got ${StartRule}`);
  }
  const nameOf = (rule: string) => (rule === StartRule ? name : `${rule}.rule.${name}`);
  const target = (path: string, reference: Reference): ZoneRecord["target"] => {
    const { EndpointReference: endpoint, RuleReference: rule } = reference;
    const evaluateTargetHealth = evaluates(`${field}.${path}`, reference);
    if (rule !== undefined && Rules[rule] !== undefined) {
      return { type: "records", name: nameOf(rule), evaluateTargetHealth };
    }
    const value = endpoint === undefined ? undefined : Endpoints[endpoint]?.Value;
    if (value === undefined) {
      throw new UsageError(`${field}.${path} must refer to an endpoint or a rule, got ${JSON.stringify(reference)}`);
    }
    return { type: "region", region: input.regionOf(value), evaluateTargetHealth };
  };
  return Object.entries(Rules).flatMap(([id, rule]) =>
    branches(`${field}.Rules.${id}`, rule).map(([key, reference, policy]) => ({
      name: nameOf(id),
      type: document.RecordType,
      setIdentifier: key,
      ...(reference.HealthCheck === undefined ? {} : { healthCheck: input.checkOf(reference.HealthCheck) }),
      ttlSeconds,
      policy,
      target: target(`Rules.${id}.${key}`, reference),
    })),
  );
}

/** Without a default in AWS's documentation, a rule that refers to a rule must say it. It has no effect on an endpoint with a value. */
function evaluates(path: string, { RuleReference: rule, EvaluateTargetHealth: value }: Reference): boolean {
  const text = value === undefined && rule === undefined ? "false" : `${value}`;
  if (text !== "true" && text !== "false") {
    throw new UsageError(`${path}.EvaluateTargetHealth must be true or false, got ${text}; AWS documents no default`);
  }
  return text === "true";
}

function branches(path: string, rule: Rule): [key: string, reference: Reference, policy: RoutingPolicy][] {
  switch (rule.RuleType) {
    case "latency":
      return (rule.Regions ?? []).map((one) => [`${one.Region}`, one, { type: "latency", region: `${one.Region}` }]);
    case "weighted":
      return (rule.Items ?? []).map((one, index) => [
        one.EndpointReference ?? one.RuleReference ?? `${index}`,
        one,
        { type: "weighted", weight: Number(one.Weight) },
      ]);
    case "failover":
      return (["PRIMARY", "SECONDARY"] as const).flatMap((role) => {
        const one = role === "PRIMARY" ? rule.Primary : rule.Secondary;
        return one ? [[role.toLowerCase(), one, { type: "failover", role }]] : [];
      });
    default:
      throw new UsageError(
        `${path}.RuleType must be latency, weighted or failover, got ${JSON.stringify(rule.RuleType)}; ` +
          "the local runtime does not emulate other rules",
      );
  }
}

function parse(field: string, text: string): Document {
  try {
    return JSON.parse(text) as Document;
  } catch {
    throw new UsageError(`${field} must be JSON, got ${JSON.stringify(text.slice(0, 60))}`);
  }
}
