import { HealthChecks, type HealthChecksProps } from "../../../modules/dns/health-checks";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

function build(props: Partial<HealthChecksProps> = {}, provider = globalProvider): Template {
  return Template.of((scope) => {
    new HealthChecks(scope, "health", {
      name: "items",
      targets: { "eu-west-1": "eu-west-1.api.example.com", "us-east-1": "us-east-1.api.example.com" },
      path: "/health",
      topicArn: "topic",
      provider: provider(scope),
      ...props,
    });
  });
}

describe("HealthChecks", () => {
  const template = build();

  it("stands alone: required props only", () => {
    template.count("aws_route53_health_check", 3);
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
    });
  });

  it("has a check that is healthy while at least one region is", () => {
    const { child_healthchecks } = template.one("aws_route53_health_check", {
      type: "CALCULATED",
      child_health_threshold: 1,
    });
    expect(child_healthchecks).toHaveLength(2);
  });

  it("counts only the regions that the shared name answers with, if they are given", () => {
    const drained = build({ answering: ["us-east-1"] });
    const { child_healthchecks } = drained.one("aws_route53_health_check", { type: "CALCULATED" });
    expect(child_healthchecks).toEqual([drained.ref("aws_route53_health_check", "health/us-east-1")]);
  });

  it("alarms in us-east-1 on each failed check, and on missing data", () => {
    template.count("aws_cloudwatch_metric_alarm", 3);
    template.all("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/Route53",
      metric_name: "HealthCheckStatus",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
      provider: "aws.us-east-1",
    });
  });

  it("uses the given checker regions", () => {
    const checkerRegions = ["us-east-1", "us-west-1", "us-west-2"];
    build({ checkerRegions }).some("aws_route53_health_check", { type: "HTTPS", regions: checkerRegions });
  });

  it("returns the ID of a region's check, and fails on another region", () => {
    Template.of((scope) => {
      const checks = new HealthChecks(scope, "health", {
        name: "items",
        targets: { "eu-west-1": "eu-west-1.api.example.com" },
        path: "/health",
        topicArn: "topic",
        provider: globalProvider(scope),
      });
      expect(checks.idOf("eu-west-1")).toBe(checks.ids["eu-west-1"]);
      expect(() => checks.idOf("eu-west-2")).toThrow('health check ids must have an entry for "eu-west-2"');
    });
  });

  it("fails with fewer than three checker regions, and with a provider of another region", () => {
    expect(() => build({ checkerRegions: ["eu-west-1"] })).toThrow("checkerRegions must hold at least 3 regions");
    expect(() => build({}, regionalProvider)).toThrow("region of the provider must be us-east-1");
  });
});
