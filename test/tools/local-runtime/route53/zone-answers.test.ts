import fc from "fast-check";
import { LatencyMatrix } from "../../../../tools/local-runtime/route53/latency-matrix";
import type { HealthCheck, RoutingPolicy, ZoneRecord } from "../../../../tools/local-runtime/route53/zone";
import { ZoneAnswers } from "../../../../tools/local-runtime/route53/zone-answers";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const CHOOSES = `${GUIDE}/health-checks-how-route-53-chooses-records.html`;
const COMPLEX = `${GUIDE}/dns-failover-complex-configs.html`;
const WEIGHTED = `${GUIDE}/resource-record-sets-values-weighted.html`;
const LATENCY = `${GUIDE}/routing-policy-latency.html`;
const FAILOVER = `${GUIDE}/routing-policy-failover.html`;
const SIMPLE = `${GUIDE}/routing-policy-simple.html`;
/** "There are no special requirements" for API Gateway: Route 53 knows no health of it. */
const TARGET = `${GUIDE}/resource-record-sets-values-weighted-alias.html`;
const TTL = `${GUIDE}/resource-record-sets-choosing-alias-non-alias.html`;

const NAME = "api.example.com";
const [EU, US, AP] = ["eu-west-1", "us-east-1", "ap-southeast-2"] as const;

/** A record whose check has the region's name. */
function record(region: string, policy: RoutingPolicy, changes: Partial<ZoneRecord> = {}): ZoneRecord {
  return {
    name: NAME,
    type: "A",
    setIdentifier: region,
    healthCheck: region,
    ttlSeconds: 60,
    policy,
    target: { type: "region", region, evaluateTargetHealth: true },
    ...changes,
  };
}

const latency = (region: string, changes: Partial<ZoneRecord> = {}) =>
  record(region, { type: "latency", region }, changes);
const weighted = (region: string, weight: number, changes: Partial<ZoneRecord> = {}) =>
  record(region, { type: "weighted", weight }, changes);
const primary = (region: string) => record(region, { type: "failover", role: "PRIMARY" });
const secondary = (region: string) => record(region, { type: "failover", role: "SECONDARY" });
const alias = (to: string, evaluateTargetHealth = true) => ({
  type: "records" as const,
  name: to,
  evaluateTargetHealth,
});
const unchecked = ({ healthCheck: _, ...rest }: ZoneRecord): ZoneRecord => rest;
const failoverTree = [
  primary(EU),
  unchecked(record("standby", { type: "failover", role: "SECONDARY" }, { target: alias(`standby.${NAME}`) })),
  latency(US, { name: `standby.${NAME}` }),
  latency(AP, { name: `standby.${NAME}` }),
];
/** Latency records of two regions, each with two weighted records, as in the developer guide. */
const twoLevels = [
  unchecked(latency(US, { target: alias("us") })),
  unchecked(latency(AP, { target: alias("ap") })),
  weighted("us-east-1", 1, { name: "us", healthCheck: "us-1" }),
  weighted("us-east-2", 1, { name: "us", healthCheck: "us-2" }),
  weighted("ap-southeast-2", 1, { name: "ap", healthCheck: "ap-1" }),
  weighted("ap-southeast-4", 1, { name: "ap", healthCheck: "ap-2" }),
];

const CHECKS = [EU, US, AP, "us-1", "us-2", "ap-1", "ap-2", "extra"].map(
  (id): HealthCheck => ({ id, inverted: false, disabled: false, type: "routing-control", arn: "arn", region: id }),
);

interface Asked {
  readonly down?: readonly string[];
  readonly clients?: string;
  readonly random?: number;
  readonly name?: string;
}

function answerOf(
  records: readonly ZoneRecord[],
  { down = [], clients = "eu-central-1", random = 0, name = NAME }: Asked,
) {
  const answers = new ZoneAnswers({ records, checks: CHECKS }, new LatencyMatrix());
  return answers.answer({ name, clients, random, health: (check) => !down.includes(check) });
}

describe("ZoneAnswers", () => {
  const three = [latency(EU), latency(US), latency(AP)];
  const weights = [weighted(EU, 1), weighted(US, 3)];

  it.each<{ rule: string; records: readonly ZoneRecord[]; asked: Asked; region: string | undefined; source: string }>([
    { rule: "simple", records: [record(EU, { type: "simple" })], asked: {}, region: EU, source: SIMPLE },
    {
      rule: "simple, its check unhealthy",
      records: [record(EU, { type: "simple" })],
      asked: { down: [EU] },
      region: EU,
      source: CHOOSES,
    },
    {
      rule: "an unknown name",
      records: three,
      asked: { name: "www.example.com" },
      region: undefined,
      source: "https://www.rfc-editor.org/rfc/rfc2308",
    },
    { rule: "latency, nearest", records: three, asked: { clients: "ap-southeast-4" }, region: AP, source: LATENCY },
    { rule: "latency, in the region itself", records: three, asked: { clients: US }, region: US, source: LATENCY },
    { rule: "latency, nearest is unhealthy", records: three, asked: { down: [EU] }, region: US, source: CHOOSES },
    {
      rule: "latency, only the farthest is healthy",
      records: three,
      asked: { down: [EU, US] },
      region: AP,
      source: CHOOSES,
    },
    { rule: "latency, all unhealthy", records: three, asked: { down: [EU, US, AP] }, region: EU, source: CHOOSES },
    {
      rule: "latency, a record without a check",
      records: [latency(EU), unchecked(latency(AP))],
      asked: { down: [EU, AP] },
      region: AP,
      source: CHOOSES,
    },
    { rule: "weighted, first share", records: weights, asked: { random: 0.2499 }, region: EU, source: WEIGHTED },
    { rule: "weighted, second share", records: weights, asked: { random: 0.25 }, region: US, source: WEIGHTED },
    { rule: "weighted, last number", records: weights, asked: { random: 0.999999 }, region: US, source: WEIGHTED },
    {
      rule: "weighted, one unhealthy",
      records: weights,
      asked: { random: 0, down: [EU] },
      region: US,
      source: CHOOSES,
    },
    {
      rule: "weighted, all unhealthy",
      records: weights,
      asked: { random: 0, down: [EU, US] },
      region: EU,
      source: CHOOSES,
    },
    {
      rule: "weight 0, others healthy",
      records: [weighted(EU, 0), weighted(US, 1)],
      asked: { random: 0 },
      region: US,
      source: CHOOSES,
    },
    {
      rule: "weight 0, others unhealthy",
      records: [weighted(EU, 0), weighted(US, 1)],
      asked: { random: 0, down: [US] },
      region: EU,
      source: CHOOSES,
    },
    {
      rule: "weight 0, all unhealthy",
      records: [weighted(EU, 0), weighted(US, 1)],
      asked: { random: 0, down: [EU, US] },
      region: US,
      source: CHOOSES,
    },
    {
      rule: "all weights 0, lower half",
      records: [weighted(EU, 0), weighted(US, 0)],
      asked: { random: 0.4 },
      region: EU,
      source: WEIGHTED,
    },
    {
      rule: "all weights 0, upper half",
      records: [weighted(EU, 0), weighted(US, 0)],
      asked: { random: 0.6 },
      region: US,
      source: WEIGHTED,
    },
    {
      rule: "failover, primary healthy",
      records: [secondary(US), primary(EU)],
      asked: {},
      region: EU,
      source: FAILOVER,
    },
    {
      rule: "failover, primary unhealthy",
      records: [secondary(US), primary(EU)],
      asked: { down: [EU] },
      region: US,
      source: FAILOVER,
    },
    {
      rule: "failover, both unhealthy",
      records: [secondary(US), primary(EU)],
      asked: { down: [EU, US] },
      region: EU,
      source: CHOOSES,
    },
    {
      rule: "failover, secondary without a check",
      records: [primary(EU), unchecked(secondary(US))],
      asked: { down: [EU] },
      region: US,
      source: CHOOSES,
    },
    {
      rule: "failover tree, primary healthy",
      records: failoverTree,
      asked: { clients: AP },
      region: EU,
      source: COMPLEX,
    },
    {
      rule: "failover tree, nearest of the others",
      records: failoverTree,
      asked: { clients: AP, down: [EU] },
      region: AP,
      source: COMPLEX,
    },
    {
      rule: "failover tree, the other one",
      records: failoverTree,
      asked: { clients: AP, down: [EU, AP] },
      region: US,
      source: COMPLEX,
    },
    {
      rule: "failover tree, all unhealthy",
      records: failoverTree,
      asked: { clients: AP, down: [EU, US, AP] },
      region: EU,
      source: COMPLEX,
    },
    {
      rule: "two levels, one record of the branch unhealthy",
      records: twoLevels,
      asked: { clients: US, down: ["us-1"] },
      region: "us-east-2",
      source: COMPLEX,
    },
    {
      rule: "two levels, backs out of the branch",
      records: twoLevels,
      asked: { clients: US, down: ["us-1", "us-2"] },
      region: AP,
      source: COMPLEX,
    },
    {
      rule: "two levels, the branch is not evaluated",
      records: [unchecked(latency(US, { target: alias("us", false) })), ...twoLevels.slice(1)],
      asked: { clients: US, down: ["us-1", "us-2"] },
      region: "us-east-1",
      source: COMPLEX,
    },
    {
      rule: "two levels, no record healthy",
      records: twoLevels,
      asked: { clients: AP, random: 0.75, down: ["us-1", "us-2", "ap-1", "ap-2"] },
      region: "ap-southeast-4",
      source: CHOOSES,
    },
    {
      rule: "an alias with a check and an evaluated target needs both",
      records: [latency(US, { target: alias("us"), healthCheck: "extra" }), ...twoLevels.slice(1)],
      asked: { clients: US, down: ["extra"] },
      region: AP,
      source: COMPLEX,
    },
    {
      rule: "evaluate target health of API Gateway has no effect",
      records: [unchecked(latency(EU)), latency(US)],
      asked: { down: [EU] },
      region: EU,
      source: TARGET,
    },
  ])("$rule: $region ($source)", ({ records, asked, region }) => {
    expect(answerOf(records, asked)?.region).toBe(region);
  });

  it(`answers with the TTL of an alias's target (${TTL})`, () => {
    const records = failoverTree.map((one) => (one.name === NAME ? { ...one, ttlSeconds: 300 } : one));
    expect(answerOf(records, { down: [EU] })?.ttlSeconds).toBe(60);
  });

  it.each([
    {
      records: [latency(EU), weighted(US, 1)],
      message: "records of api.example.com must have one policy, got latency, weighted",
    },
    {
      records: [latency(EU, { target: alias("a") }), latency(EU, { name: "a", target: alias(NAME) })],
      message: "an alias must lead to records of the zone, got a cycle: api.example.com -> a -> api.example.com",
    },
    {
      records: [latency(EU, { target: alias("gone") })],
      message: "an alias must lead to records of the zone, got a name without records: api.example.com -> gone",
    },
    {
      records: [latency(EU, { healthCheck: "gone" })],
      message: "health_check_id of api.example.com must be a check of the zone, got gone",
    },
  ])("fails: $message", ({ records, message }) => {
    expect(() => answerOf(records, {})).toThrow(new Error(message));
  });
});

describe("ZoneAnswers, for any records and health", () => {
  const regions = fc.uniqueArray(fc.constantFrom(EU, US, AP, "sa-east-1", "ap-northeast-1"), { minLength: 1 });
  const zones = regions.chain((names) =>
    fc.oneof(
      fc.constant(names.map((region) => latency(region))),
      fc
        .array(fc.nat({ max: 255 }), { minLength: 5, maxLength: 5 })
        .map((all) => names.map((region, index) => weighted(region, all[index] ?? 0))),
      fc.constant(names.slice(0, 2).map((region, index) => (index === 0 ? primary(region) : secondary(region)))),
      fc.constant([
        primary(names[0] ?? EU),
        unchecked(record("standby", { type: "failover", role: "SECONDARY" }, { target: alias("standby") })),
        ...names.map((region) => latency(region, { name: "standby" })),
      ]),
    ),
  );
  const number = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const checks = [EU, US, AP, "sa-east-1", "ap-northeast-1"].map(
    (id): HealthCheck => ({ id, inverted: false, disabled: false, type: "routing-control", arn: "arn", region: id }),
  );

  it("never answers with an unhealthy region while a healthy one exists, nor with a region outside of the records", () => {
    fc.assert(
      fc.property(
        zones,
        fc.subarray([EU, US, AP, "sa-east-1", "ap-northeast-1"]),
        number,
        fc.constantFrom(EU, US, "me-south-1"),
        (records, down, random, clients) => {
          const answers = new ZoneAnswers({ records, checks }, new LatencyMatrix());
          const region =
            answers.answer({ name: NAME, clients, random, health: (check) => !down.includes(check) })?.region ?? "none";
          const all = records.flatMap(({ target }) => (target.type === "region" ? [target.region] : []));
          const healthy = all.filter((one) => !down.includes(one));
          expect(healthy.length > 0 ? healthy : all).toContain(region);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("answers with each healthy record in proportion to its weight", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 255 }), { minLength: 2, maxLength: 5 }),
        fc.nat({ max: 4 }),
        (values, downIndex) => {
          const names = [EU, US, AP, "sa-east-1", "ap-northeast-1"].slice(0, values.length);
          const down = names[downIndex];
          const records = names.map((region, index) => weighted(region, values[index] ?? 0));
          const answers = new ZoneAnswers({ records, checks }, new LatencyMatrix());
          const healthy = names.flatMap((name, index) => (name === down ? [] : [[name, values[index] ?? 0] as const]));
          const total = healthy.reduce((sum, [, weight]) => sum + weight, 0);
          const asked = 1000;
          const counts = new Map<string, number>();
          for (let index = 0; index < asked; index++) {
            const random = (index + 0.5) / asked;
            const region =
              answers.answer({ name: NAME, clients: EU, random, health: (check) => check !== down })?.region ?? "";
            counts.set(region, (counts.get(region) ?? 0) + 1);
          }
          for (const [name, weight] of healthy) {
            const share = total > 0 ? weight / total : 1 / healthy.length;
            expect(Math.abs((counts.get(name) ?? 0) - share * asked)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
