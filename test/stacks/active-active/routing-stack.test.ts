import { activeActive, activeActiveStacks, stackOf } from "../../helpers/active-active";
import type { Template } from "../../helpers/template";

const REGIONS = ["eu-west-1", "us-west-2"];

function build(routing: object = {}): Template {
  return stackOf(activeActiveStacks(activeActive({ routing }, REGIONS)), "routing");
}

describe("ActiveActiveRoutingStack", () => {
  const template = build();

  it("checks the health of each region by its own name", () => {
    const checks = template.some("aws_route53_health_check", { type: "HTTPS" });
    expect(checks.map(({ fqdn }) => fqdn).sort()).toEqual(REGIONS.map((region) => `${region}.api.example.com`));
  });

  it("has the alarms of checks and their topic in us-east-1, also without a region there", () => {
    expect(template.provider("aws", "us-east-1").region).toBe("us-east-1");
    template.one("aws_sns_topic", { provider: "aws.us-east-1" });
    for (const alarm of template.some("aws_cloudwatch_metric_alarm", { namespace: "AWS/Route53" })) {
      expect(alarm.provider).toBe("aws.us-east-1");
      expect(alarm.alarm_actions).toEqual([template.ref("aws_sns_topic_policy", undefined, "arn")]);
    }
  });

  it("pages when no region is healthy", () => {
    const alarmSubscriptions = [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" } as const];
    const paging = stackOf(activeActiveStacks(activeActive({ alarmSubscriptions }, REGIONS)), "routing");
    const { filter_policy } = paging.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter_policy)).toEqual({ AlarmName: ["sample-test-items-any-unhealthy"] });
  });

  it("has records of the shared name for each region's target", () => {
    const records = template.all("aws_route53_record", { name: "api.example.com" });
    expect(new Set(records.map(({ set_identifier }) => set_identifier))).toEqual(new Set(REGIONS));
    for (const { alias, set_identifier } of records) {
      expect(alias.name).toContain(`region-${set_identifier}`);
      expect(alias.name).toContain("shared-name");
    }
  });

  it("creates only the policy record under a traffic policy", () => {
    const flow = build({ policy: "traffic-policy" });
    flow.none("aws_route53_record");
    flow.one("aws_route53_traffic_policy_instance", { name: "api.example.com" });
  });

  it("has an alarm in each region on the oldest data of the others, which also starts without a measurement", () => {
    for (const region of REGIONS) {
      template.one("aws_cloudwatch_metric_alarm", {
        provider: `aws.${region}`,
        namespace: "Tierra/Items",
        metric_name: "OldestHeartbeatAge",
        dimensions: { Backend: "sample-test-items", Region: region },
        treat_missing_data: "breaching",
      });
    }
  });

  it("has no metric of health checkers' requests on the dashboard", () => {
    const { widgets } = JSON.parse(template.one("aws_cloudwatch_dashboard").dashboard_body);
    const metrics = widgets.flatMap(
      ({ properties }: { properties: { metrics?: unknown[][] } }) => properties.metrics ?? [],
    );
    const ofApi = metrics.filter(([namespace]: unknown[]) => namespace === "AWS/ApiGateway");
    expect(ofApi.length).toBeGreaterThan(0);
    expect(ofApi.filter((metric: unknown[]) => !metric.includes("Resource"))).toEqual([]);
  });

  it("has a dashboard row for each region with that region's metrics", () => {
    const { widgets } = JSON.parse(template.one("aws_cloudwatch_dashboard").dashboard_body);
    const graphs = widgets.filter(({ type }: { type: string }) => type === "metric");
    const regions = new Set(graphs.map(({ properties }: { properties: { region: string } }) => properties.region));
    expect(regions).toEqual(new Set(["us-east-1", ...REGIONS]));
  });

  it("hosts the evacuation of each region in the next one, which its topic reports", () => {
    for (const [region, host] of [REGIONS, [...REGIONS].reverse()] as [string, string][]) {
      template.one("aws_route53_health_check", {
        type: "CLOUDWATCH_METRIC",
        cloudwatch_alarm_region: host,
        tags: { Name: `sample-test-items-${region}-not-evacuated` },
      });
      const alarm = template.one("aws_cloudwatch_metric_alarm", {
        alarm_name: `sample-test-items-${region}-evacuation`,
      });
      expect(template.provider("aws", alarm.provider.replace(/^aws\./, "")).region).toBe(host);
      expect(`${alarm.alarm_actions}`).toContain(`region-${host}`);
    }
  });

  it("uses the check that includes the evacuation for every record", () => {
    const combined = REGIONS.map((region) => template.ref("aws_route53_health_check", `health/${region}-record`));
    const records = template.all("aws_route53_record", {});
    expect(new Set(records.map(({ health_check_id }) => health_check_id))).toEqual(new Set(combined));
  });

  it("follows routing controls in place of metrics", () => {
    const arn = (digit: number) =>
      `arn:aws:route53-recovery-control::111111111111:controlpanel/${`${digit}`.repeat(32)}/routingcontrol/${`${digit}`.repeat(16)}`;
    const hosts = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];
    const controlled = build({
      evacuation: {
        type: "routing-control",
        controls: Object.fromEntries(REGIONS.map((region, index) => [region, arn(index)])),
        clusterEndpoints: hosts.map((region) => ({ region, url: `https://host-1.${region}.example.com/v1` })),
      },
    });
    const checks = controlled.some("aws_route53_health_check", { type: "RECOVERY_CONTROL" });
    expect(checks.map(({ routing_control_arn }) => routing_control_arn).sort()).toEqual([arn(0), arn(1)]);
    expect(() => controlled.some("aws_cloudwatch_metric_alarm", { namespace: "Tierra/Evacuation" })).toThrow();
  });
});
