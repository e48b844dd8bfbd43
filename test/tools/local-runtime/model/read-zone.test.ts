import { readZone } from "../../../../tools/local-runtime/model/read-zone";
import type { HealthCheck } from "../../../../tools/local-runtime/route53/zone";
import { activeActive, activeActiveInput, activeActiveStacks, stackOf } from "../../../helpers/active-active";
import { routingControls, sampleZone } from "../sample-zone";

const REGIONS = ["eu-west-1", "us-east-1", "us-west-2"] as const;
const NAME = "api.example.com";

function ofType<T extends HealthCheck["type"]>(checks: readonly HealthCheck[], type: T) {
  return checks.filter((check): check is Extract<HealthCheck, { type: T }> => check.type === type);
}

describe("readZone", () => {
  it("reads latency records and the simple records of the own names", () => {
    const { records } = sampleZone(REGIONS);
    const shared = records.filter(({ name }) => name === NAME);
    expect(
      shared.map(({ setIdentifier, policy, target, type, ttlSeconds }) => [
        setIdentifier,
        policy,
        target,
        type,
        ttlSeconds,
      ]),
    ).toEqual(
      REGIONS.map((region) => [
        region,
        { type: "latency", region },
        { type: "region", region, evaluateTargetHealth: true },
        "A",
        60,
      ]),
    );
    const own = records.filter(({ name }) => name !== NAME);
    expect(own).toEqual(
      REGIONS.map((region) => ({
        name: `${region}.${NAME}`,
        type: "A",
        ttlSeconds: 60,
        policy: { type: "simple" },
        target: { type: "region", region, evaluateTargetHealth: false },
      })),
    );
  });

  it("reads weights", () => {
    const input = activeActiveInput(REGIONS);
    const weights = [10, 0, undefined];
    const regions = input.regions.map((region, index) => ({
      ...region,
      ...(weights[index] === undefined ? {} : { weight: weights[index] }),
    }));
    const { records } = sampleZone(REGIONS, { regions, routing: { policy: "weighted" } });
    expect(records.filter(({ name }) => name === NAME).map(({ policy }) => policy)).toEqual(
      [10, 0, 100].map((weight) => ({ type: "weighted", weight })),
    );
  });

  it("reads failover records and the group of secondary regions", () => {
    const { records } = sampleZone(REGIONS, { routing: { policy: "failover" } });
    const [primary, secondary, ...more] = records.filter(({ name }) => name === NAME);
    expect(more).toEqual([]);
    expect(primary).toMatchObject({ policy: { type: "failover", role: "PRIMARY" }, target: { region: "eu-west-1" } });
    expect(secondary).toMatchObject({
      policy: { type: "failover", role: "SECONDARY" },
      target: { type: "records", name: `standby.${NAME}`, evaluateTargetHealth: true },
    });
    expect(secondary).not.toHaveProperty("healthCheck");
    const standby = records.filter(({ name }) => name === `standby.${NAME}`);
    expect(standby.map(({ policy }) => policy)).toEqual([
      { type: "latency", region: "us-east-1" },
      { type: "latency", region: "us-west-2" },
    ]);
  });

  it("reads a traffic policy as the same records as latency", () => {
    const latency = sampleZone(REGIONS);
    const { records, checks } = sampleZone(REGIONS, { routing: { policy: "traffic-policy" } });
    const shared = records.filter(({ name }) => name === NAME);
    expect(shared.map(({ policy, healthCheck, setIdentifier }) => [policy, healthCheck, setIdentifier])).toEqual(
      latency.records
        .filter(({ name }) => name === NAME)
        .map(({ policy, healthCheck, setIdentifier }) => [policy, healthCheck, setIdentifier]),
    );
    expect(shared.map(({ type, ttlSeconds }) => [type, ttlSeconds])).toEqual(REGIONS.map(() => ["CNAME", 60]));
    expect(checks).toEqual(latency.checks);
  });

  it("reads the checks that each record depends on", () => {
    const checkerRegions = ["sa-east-1", "us-west-1", "eu-west-1"] as const;
    const { records, checks } = sampleZone(REGIONS, { routing: { checkerRegions: [...checkerRegions] } });
    for (const region of REGIONS) {
      const record = records.find(({ name, setIdentifier }) => name === NAME && setIdentifier === region);
      const combined = ofType(checks, "calculated").find(({ id }) => id === record?.healthCheck);
      const children = checks.filter(({ id }) => combined?.children.includes(id));
      expect(combined?.threshold).toBe(2);
      expect(ofType(children, "endpoint")).toMatchObject([
        {
          fqdn: `${region}.${NAME}`,
          path: "/health",
          region,
          intervalSeconds: 10,
          failureThreshold: 3,
          checkerRegions,
        },
      ]);
      expect(ofType(children, "alarm")).toMatchObject([
        {
          region,
          insufficientData: "LastKnownStatus",
          alarm: { periodSeconds: 60, evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 1, missingData: "ignore" },
        },
      ]);
      expect(ofType(children, "alarm")[0]?.alarmRegion).not.toBe(region);
    }
  });

  it("reads routing controls", () => {
    const regions = REGIONS.slice(0, 2);
    const evacuation = routingControls(regions);
    const { checks } = sampleZone(regions, { routing: { evacuation } });
    expect(ofType(checks, "routing-control").map(({ region, arn }) => [region, arn])).toEqual(
      regions.map((region) => [region, evacuation.controls[region]]),
    );
    expect(ofType(checks, "alarm")).toEqual([]);
  });

  it("keeps the own name and the checks of a drained region, without its records", () => {
    const input = activeActiveInput(REGIONS);
    const regions = input.regions.map((region, index) =>
      index === 1 ? { ...region, state: "drained" as const } : region,
    );
    const { records, checks } = sampleZone(REGIONS, { regions });
    expect(records.filter(({ name }) => name === NAME).map(({ setIdentifier }) => setIdentifier)).toEqual([
      "eu-west-1",
      "us-west-2",
    ]);
    expect(records.filter(({ name }) => name === `us-east-1.${NAME}`)).toHaveLength(1);
    expect(
      ofType(checks, "endpoint")
        .map(({ region }) => region)
        .sort(),
    ).toEqual([...REGIONS]);
  });

  it("is empty without a domain", () => {
    expect(sampleZone(REGIONS, { domain: undefined as never })).toEqual({ records: [], checks: [] });
  });

  it("fails for a check that is not emulated", () => {
    const resource = { aws_route53_health_check: { port: { type: "TCP", ip_address: "192.0.2.1" } } };
    expect(() => readZone([{ resource }])).toThrow(
      'aws_route53_health_check.port.type must be HTTP, HTTPS, CALCULATED, CLOUDWATCH_METRIC or RECOVERY_CONTROL, got "TCP"; ' +
        "the local runtime does not emulate other checks",
    );
  });

  it("fails for a policy that is not emulated", () => {
    const { json } = stackOf(activeActiveStacks(activeActive({}, REGIONS)), "routing");
    const [[name, record] = ["", {}]] = Object.entries(json.resource?.aws_route53_record ?? {});
    const { latency_routing_policy: _, ...rest } = record as Record<string, unknown>;
    const changed = { ...rest, geolocation_routing_policy: { continent: "EU" } };
    const resource = { ...json.resource, aws_route53_record: { [name]: changed } };
    expect(() => readZone([{ ...json, resource }])).toThrow(
      `aws_route53_record.${name} must have latency, weighted, failover or simple routing, got geolocation_routing_policy`,
    );
  });
});
