import { HealthChecks, type HealthChecksProps } from "../../../modules/dns/health-checks";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

function build(props: Partial<HealthChecksProps> = {}, provider = globalProvider): Template {
  return Template.of((scope) => {
    new HealthChecks(scope, "health", {
      name: "items",
      targets: { "eu-west-1": "eu-west-1.api.example.com", "us-east-1": "us-east-1.api.example.com" },
      path: "/health",
      checkerRegions: ["ap-southeast-1", "eu-west-1", "us-east-1"],
      topicArn: "topic",
      provider: provider(scope),
      ...props,
    });
  });
}

describe("HealthChecks", () => {
  const template = build();

  it("asks each region under its own name over HTTPS, every 10 s, and believes three answers", () => {
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

  it("has one check that is healthy while any region is", () => {
    const { child_healthchecks } = template.one("aws_route53_health_check", {
      type: "CALCULATED",
      child_health_threshold: 1,
    });
    expect(child_healthchecks).toHaveLength(2);
  });

  it("tells of each check that fails, in us-east-1, and of one that is silent", () => {
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

  it("fails with fewer checkers than Route 53 takes, and with a provider of another region", () => {
    expect(() => build({ checkerRegions: ["eu-west-1"] })).toThrow("checkerRegions must hold at least 3 regions");
    expect(() => build({}, regionalProvider)).toThrow("region of the provider must be us-east-1");
  });
});
