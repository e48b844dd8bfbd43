import { EvacuationCheck } from "../../../modules/dns/evacuation-check";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

const ARN = "arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/2";

function build(region = "us-east-1", hostRegion = "eu-west-1"): Template {
  return Template.of((scope) => {
    const source = { type: "metric", hostRegion, topicArn: "topic", provider: regionalProvider(scope) } as const;
    new EvacuationCheck(scope, "it", { name: "items", region, source, provider: globalProvider(scope) });
  });
}

describe("EvacuationCheck", () => {
  const template = build();

  it("follows an alarm in another region and keeps its last known status without data", () => {
    template.one("aws_route53_health_check", {
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: template.ref("aws_cloudwatch_metric_alarm", undefined, "alarm_name"),
      cloudwatch_alarm_region: "eu-west-1",
      insufficient_data_health_status: "LastKnownStatus",
      tags: { Name: "items-us-east-1-not-evacuated" },
      provider: "aws.us-east-1",
    });
  });

  it("has an alarm on the region's metric that starts with one data point, ignores missing data and notifies its own region", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "items-us-east-1-evacuation",
      namespace: "Tierra/Evacuation",
      metric_name: "Evacuated",
      dimensions: { Backend: "items", Region: "us-east-1" },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 1,
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      treat_missing_data: "ignore",
      alarm_actions: ["topic"],
      provider: "aws.eu-west-1",
    });
  });

  it("updates the check whenever the alarm's metric changes", () => {
    const { triggers } = template.one("aws_route53_health_check");
    expect(JSON.parse(triggers.alarm)).toEqual({
      hostRegion: "eu-west-1",
      namespace: "Tierra/Evacuation",
      name: "Evacuated",
      dimensions: { Backend: "items", Region: "us-east-1" },
      statistic: "Maximum",
      periodSeconds: 60,
      threshold: 1,
    });
  });

  it("follows a routing control", () => {
    const controlled = Template.of((scope) => {
      const source = { type: "routing-control", arn: ARN } as const;
      new EvacuationCheck(scope, "it", { name: "items", region: "us-east-1", source, provider: globalProvider(scope) });
    });
    controlled.one("aws_route53_health_check", { type: "RECOVERY_CONTROL", routing_control_arn: ARN });
    controlled.none("aws_cloudwatch_metric_alarm");
  });

  it("fails if the region hosts its own alarm", () => {
    expect(() => build("eu-west-1")).toThrow('hostRegion must be another region than eu-west-1, got "eu-west-1"');
  });
});
