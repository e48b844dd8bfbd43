import { UsageError } from "../../shared/usage-error";
import type { LatencyMatrix } from "./latency-matrix";
import type { Zone, ZoneRecord } from "./zone";

/** A question to Route 53's name servers. */
export interface Query {
  readonly name: string;
  /** Region near which the client is. */
  readonly clients: string;
  /** Whether a check is healthy, by identifier. */
  readonly health: (check: string) => boolean;
  /** From 0 to 1, without 1. It selects among weights. */
  readonly random: number;
}

export interface Answer {
  /** Region whose API the answer names. */
  readonly region: string;
  readonly ttlSeconds: number;
}

/** Selects one record of a group. The number is what remains of the random one. */
type Choice = readonly [record: ZoneRecord, random: number];

/**
 * Answers of a zone by its records' policies and health.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export class ZoneAnswers {
  private readonly groups: ReadonlyMap<string, readonly ZoneRecord[]>;
  private readonly latency: LatencyMatrix;

  /** @throws UsageError for records that Route 53 refuses, and for an alias of itself */
  constructor({ records, checks }: Zone, latency: LatencyMatrix) {
    const names = [...new Set(records.map(({ name }) => name))];
    this.groups = new Map(names.map((name) => [name, records.filter((record) => record.name === name)]));
    this.latency = latency;
    const known = new Set(checks.map(({ id }) => id));
    for (const [name, group] of this.groups) {
      refuseMixedPolicies(name, group);
      refuseUnknownChecks(name, group, known);
      this.refuseEndlessAliases(name, []);
    }
  }

  /** Undefined if the zone has no such name. */
  answer(query: Query): Answer | undefined {
    const group = this.groups.get(query.name);
    if (group === undefined) {
      return undefined;
    }
    const healthy = group.filter((record) => this.isHealthy(record, query));
    // If no record is healthy, all are considered healthy.
    const [record, random] = this.choose(healthy.length > 0 ? healthy : group, query);
    const { target, ttlSeconds } = record;
    return target.type === "region"
      ? { region: target.region, ttlSeconds }
      : this.answer({ ...query, name: target.name, random });
  }

  /** A record without a check is healthy. An alias that evaluates its target needs at least one healthy record there. */
  private isHealthy({ healthCheck, target }: ZoneRecord, query: Query): boolean {
    const evaluated = target.type === "records" && target.evaluateTargetHealth;
    return (
      (healthCheck === undefined || query.health(healthCheck)) &&
      (!evaluated || (this.groups.get(target.name) ?? []).some((record) => this.isHealthy(record, query)))
    );
  }

  private choose(records: readonly ZoneRecord[], { clients, random }: Query): Choice {
    const [first] = records as [ZoneRecord];
    switch (first.policy.type) {
      case "failover":
        return [records.find(({ policy }) => policy.type === "failover" && policy.role === "PRIMARY") ?? first, random];
      case "latency": {
        const latency = ({ policy }: ZoneRecord) =>
          policy.type === "latency" ? this.latency.between(clients, policy.region) : Number.POSITIVE_INFINITY;
        return [records.reduce((best, other) => (latency(other) < latency(best) ? other : best)), random];
      }
      case "weighted":
        return chooseByWeight(records, random);
      default:
        return [first, random];
    }
  }

  private refuseEndlessAliases(name: string, path: readonly string[]): void {
    const group = this.groups.get(name);
    const chain = [...path, name].join(" -> ");
    if (group === undefined || path.includes(name)) {
      const got = group === undefined ? `a name without records: ${chain}` : `a cycle: ${chain}`;
      throw new UsageError(`an alias must lead to records of the zone, got ${got}`);
    }
    for (const { target } of group) {
      if (target.type === "records") {
        this.refuseEndlessAliases(target.name, [...path, name]);
      }
    }
  }
}

/**
 * Records with weight 0 are considered only if no other one is healthy. If all weights are 0, each has the same probability.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-weighted.html
 */
function chooseByWeight(records: readonly ZoneRecord[], random: number): Choice {
  const weightOf = ({ policy }: ZoneRecord) => (policy.type === "weighted" ? policy.weight : 0);
  const positive = records.filter((record) => weightOf(record) > 0);
  const pool: readonly [ZoneRecord, number][] =
    positive.length > 0 ? positive.map((one) => [one, weightOf(one)]) : records.map((one) => [one, 1]);
  const total = pool.reduce((sum, [, weight]) => sum + weight, 0);
  let from = 0;
  for (const [record, weight] of pool) {
    const share = weight / total;
    if (random < from + share) {
      // What remains is again from 0 to 1, for weights further down the tree.
      return [record, (random - from) / share];
    }
    from += share;
  }
  // The shares can add up to slightly less than 1.
  return [(pool.at(-1) as [ZoneRecord, number])[0], 0];
}

/** Route 53 refuses records of one name and type with different policies. */
function refuseMixedPolicies(name: string, group: readonly ZoneRecord[]): void {
  const policies = [...new Set(group.map(({ policy }) => policy.type))];
  if (policies.length > 1) {
    throw new UsageError(`records of ${name} must have one policy, got ${policies.join(", ")}`);
  }
}

function refuseUnknownChecks(name: string, group: readonly ZoneRecord[], known: ReadonlySet<string>): void {
  const unknown = group.find(({ healthCheck }) => healthCheck !== undefined && !known.has(healthCheck));
  if (unknown) {
    throw new UsageError(`health_check_id of ${name} must be a check of the zone, got ${unknown.healthCheck}`);
  }
}
