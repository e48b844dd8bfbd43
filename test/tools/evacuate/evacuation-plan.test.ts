import fc from "fast-check";
import { evacuationPlan } from "../../../tools/evacuate/evacuation-plan";
import { activeActive, activeActiveStacks, REGIONS, stackOf } from "../../helpers/active-active";

function planOf(regions: readonly string[], routing: object = {}) {
  return evacuationPlan(stackOf(activeActiveStacks(activeActive({ routing }, regions)), "routing").json);
}

describe("evacuationPlan", () => {
  it("finds the metric of each region in the next one", () => {
    const plan = planOf(["eu-west-1", "us-east-1"]);
    expect(plan.map(({ region }) => region).sort()).toEqual(["eu-west-1", "us-east-1"]);
    expect(plan.find(({ region }) => region === "eu-west-1")).toEqual({
      region: "eu-west-1",
      routed: true,
      switch: {
        type: "metric",
        hostRegion: "us-east-1",
        alarmName: "sample-test-items-eu-west-1-evacuation",
        namespace: "Tierra/Evacuation",
        metricName: "Evacuated",
        dimensions: { Backend: "sample-test-items", Region: "eu-west-1" },
      },
    });
  });

  it.each(["latency", "weighted", "failover", "traffic-policy"])("finds all regions under %s routing", (policy) => {
    const [regions] = fc.sample(fc.shuffledSubarray([...REGIONS], { minLength: 2, maxLength: 5 }), 1);
    const plan = planOf(regions ?? [], { policy });
    expect(plan.map(({ region, routed }) => [region, routed]).sort()).toEqual(
      [...(regions ?? [])].sort().map((region) => [region, true]),
    );
    expect(plan.filter((one) => one.switch.type === "metric" && one.switch.hostRegion === one.region)).toEqual([]);
  });

  it("finds a region without records", () => {
    const { json } = stackOf(activeActiveStacks(activeActive({}, ["eu-west-1", "us-east-1"])), "routing");
    const records = Object.entries(json.resource?.aws_route53_record ?? {});
    const left = records.filter(([, it]) => (it as { set_identifier: string }).set_identifier !== "eu-west-1");
    const changed = { ...json, resource: { ...json.resource, aws_route53_record: Object.fromEntries(left) } };
    const routed = new Map(evacuationPlan(changed).map((one) => [one.region, one.routed]));
    expect([routed.get("eu-west-1"), routed.get("us-east-1")]).toEqual([false, true]);
  });

  it("finds routing controls", () => {
    const regions = ["eu-west-1", "us-east-1"];
    const panel = "0".repeat(32);
    const arn = (region: string) =>
      `arn:aws:route53-recovery-control::111111111111:controlpanel/${panel}/routingcontrol/000000000000000${regions.indexOf(region)}`;
    const hosts = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];
    const plan = planOf(regions, {
      evacuation: {
        type: "routing-control",
        controls: Object.fromEntries(regions.map((region) => [region, arn(region)])),
        clusterEndpoints: hosts.map((region) => ({ region, url: `https://${region}.example.com/v1` })),
      },
    });
    expect(plan.map((one) => [one.region, one.switch]).sort()).toEqual(
      regions.map((region) => [region, { type: "routing-control", arn: arn(region) }]),
    );
  });

  it("fails without health checks", () => {
    expect(() => evacuationPlan({ resource: {} })).toThrow("the routing stack must have health checks for evacuation");
  });
});
