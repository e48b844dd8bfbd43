import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ReplicationAlarms } from "../../../modules/storage/replication-alarms";
import { Template } from "../../helpers/template";

const REGIONS = ["eu-west-1", "us-east-1", "sa-east-1"];

function build(providerRegion = (region: string) => region): Template {
  return Template.of((scope) => {
    new ReplicationAlarms(scope, "replication", {
      name: "items",
      tableName: "MyGlobalTable",
      regions: REGIONS.map((region) => ({
        region,
        topicArn: `topic-${region}`,
        provider: new AwsProvider(scope, `aws-${region}`, { region: providerRegion(region), alias: region }),
      })),
    });
  });
}

describe("ReplicationAlarms", () => {
  const template = build();

  it("watches each ordered pair where the writes are made, and tells a topic there", () => {
    const alarms = template.all("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/DynamoDB",
      metric_name: "ReplicationLatency",
    });
    const pairs = alarms.map(({ provider, dimensions }) => `${provider} ${dimensions.ReceivingRegion}`);
    expect(pairs.sort()).toEqual(
      REGIONS.flatMap((from) => REGIONS.filter((to) => to !== from).map((to) => `aws.${from} ${to}`)).sort(),
    );
    template.all("aws_cloudwatch_metric_alarm", { dimensions: { TableName: "MyGlobalTable" } });
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "items-eu-west-1-to-sa-east-1",
      alarm_actions: ["topic-eu-west-1"],
    });
  });

  it("speaks up after five minutes above five seconds, and is silent while nothing is written", () => {
    template.all("aws_cloudwatch_metric_alarm", {
      comparison_operator: "GreaterThanThreshold",
      threshold: 5000,
      period: 60,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
    });
  });

  it("fails on a provider of another region", () => {
    expect(() => build(() => "eu-west-2")).toThrow('provider must be of eu-west-1, got "eu-west-2"');
  });
});
