import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { HealthChecks, type HealthChecksProps } from "../../../modules/dns/health-checks";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

function regionsOf(europe: AwsProvider, america: AwsProvider): HealthChecksProps["regions"] {
  return {
    "eu-west-1": {
      ownName: "eu-west-1.api.example.com",
      evacuation: { type: "metric", hostRegion: "us-east-1", topicArn: "us-topic", provider: america },
    },
    "us-east-1": {
      ownName: "us-east-1.api.example.com",
      evacuation: { type: "metric", hostRegion: "eu-west-1", topicArn: "eu-topic", provider: europe },
    },
  };
}

function build(
  change: (regions: HealthChecksProps["regions"]) => Partial<HealthChecksProps> = () => ({}),
  wrongProvider = false,
): Template {
  return Template.of((scope) => {
    const [europe, america] = [regionalProvider(scope), globalProvider(scope)];
    const regions = regionsOf(europe, america);
    const provider = wrongProvider ? europe : america;
    const required = { name: "items", regions, path: "/health", topicArn: "topic", provider };
    new HealthChecks(scope, "health", { ...required, ...change(regions) });
  });
}

describe("HealthChecks", () => {
  const template = build();

  it("stands alone: required props only", () => {
    template.count("aws_route53_health_check", 6);
  });

  it("checks each region by its own name over HTTPS, every 10 s, with a threshold of three", () => {
    template.one("aws_route53_health_check", {
      type: "HTTPS",
      fqdn: "eu-west-1.api.example.com",
      port: 443,
      resource_path: "/health",
      enable_sni: true,
      request_interval: 10,
      failure_threshold: 3,
      regions: ["ap-southeast-1", "eu-west-1", "us-east-1"],
      tags: { Name: "items-eu-west-1" },
    });
  });

  it("combines a region's endpoint with its evacuation, both of which must be healthy", () => {
    template.one("aws_route53_health_check", {
      type: "CALCULATED",
      child_healthchecks: [
        template.ref("aws_route53_health_check", "health/eu-west-1"),
        template.ref("aws_route53_health_check", "health/eu-west-1-evacuation"),
      ],
      child_health_threshold: 2,
      tags: { Name: "items-eu-west-1-record" },
    });
  });

  it("alarms in us-east-1 on each failed or evacuated region, and on missing data", () => {
    const alarms = template.some("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/Route53",
      metric_name: "HealthCheckStatus",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
      alarm_actions: ["topic"],
      provider: "aws.us-east-1",
    });
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      "items-eu-west-1-evacuated",
      "items-eu-west-1-unhealthy",
      "items-us-east-1-evacuated",
      "items-us-east-1-unhealthy",
    ]);
  });

  it("alarms when each region is unhealthy or evacuated", () => {
    const alarm = (id: string) =>
      `ALARM("${template.ref("aws_cloudwatch_metric_alarm", `health/${id}`, "alarm_name")}")`;
    const either = (region: string) => `(${alarm(`${region}-alarm`)} OR ${alarm(`${region}-evacuated-alarm`)})`;
    template.one("aws_cloudwatch_composite_alarm", {
      alarm_name: "items-any-unhealthy",
      alarm_rule: `${either("eu-west-1")} AND ${either("us-east-1")}`,
      provider: "aws.us-east-1",
    });
  });

  it("leaves a region without requests out of the alarm on all regions", () => {
    const one = build((regions) => {
      const unrouted = Object.entries(regions).map(
        ([key, it]) => [key, { ...it, routed: key === "eu-west-1" }] as const,
      );
      return { regions: Object.fromEntries(unrouted) };
    });
    const { alarm_rule } = one.one("aws_cloudwatch_composite_alarm");
    expect(alarm_rule).toContain("eu-west-1");
    expect(alarm_rule).not.toContain("us-east-1");
  });

  it("uses the given checker regions", () => {
    const checkerRegions = ["us-east-1", "us-west-1", "us-west-2"];
    build(() => ({ checkerRegions })).some("aws_route53_health_check", { type: "HTTPS", regions: checkerRegions });
  });

  it("returns the ID of the check for a region's records, and fails on another region", () => {
    Template.of((scope) => {
      const [europe, provider] = [regionalProvider(scope), globalProvider(scope)];
      const regions = regionsOf(europe, provider);
      const checks = new HealthChecks(scope, "health", {
        name: "items",
        regions,
        path: "/",
        topicArn: "topic",
        provider,
      });
      expect(checks.idOf("eu-west-1")).toBe(checks.ids["eu-west-1"]);
      expect(() => checks.idOf("eu-west-2")).toThrow('health check ids must have an entry for "eu-west-2"');
    });
  });

  it("fails with fewer than three checker regions, with a provider of another region, and without a region with requests", () => {
    expect(() => build(() => ({ checkerRegions: ["eu-west-1"] }))).toThrow(
      "checkerRegions must hold at least 3 regions",
    );
    expect(() => build(undefined, true)).toThrow("region of the provider must be us-east-1");
    expect(() => build(() => ({ regions: {} }))).toThrow("anyOf must hold at least 1 alarm");
  });
});
