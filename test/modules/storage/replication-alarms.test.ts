import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ReplicationAlarms } from "../../../modules/storage/replication-alarms";
import { Template } from "../../helpers/template";

const REGIONS = ["eu-west-1", "us-east-1", "sa-east-1"];

function build(regions: readonly string[] = REGIONS, providerRegion = (region: string) => region): Template {
  return Template.of((scope) => {
    new ReplicationAlarms(scope, "replication", {
      name: "items",
      regions: regions.map((region) => ({
        region,
        oldestHeartbeatAge: { namespace: "Items", name: "Age", dimensions: { Region: region }, statistic: "Maximum" },
        topicArn: `topic-${region}`,
        provider: new AwsProvider(scope, `aws-${region}`, { region: providerRegion(region), alias: region }),
      })),
    });
  });
}

describe("ReplicationAlarms", () => {
  const template = build();

  it("stands alone: required props only", () => {
    template.count("aws_cloudwatch_metric_alarm", REGIONS.length);
  });

  it("watches the data of the other regions in each region, and notifies a topic there", () => {
    const alarms = template.all("aws_cloudwatch_metric_alarm", {});
    const found = alarms.map(({ provider, alarm_name, alarm_actions, dimensions }) => [
      provider,
      alarm_name,
      dimensions.Region,
      ...alarm_actions,
    ]);
    expect(found.sort()).toEqual(
      REGIONS.map((region) => [`aws.${region}`, `items-${region}-replication`, region, `topic-${region}`]).sort(),
    );
  });

  it("alarms after five minutes above 20 s, or without a measurement", () => {
    template.all("aws_cloudwatch_metric_alarm", {
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 20_000,
      evaluation_periods: 5,
      datapoints_to_alarm: 5,
      treat_missing_data: "breaching",
    });
  });

  it("has no alarm in a single region, which has no data of others", () => {
    build(["eu-west-1"]).none("aws_cloudwatch_metric_alarm");
  });

  it("fails on a provider of another region", () => {
    expect(() => build(REGIONS, () => "eu-west-2")).toThrow('provider must be of eu-west-1, got "eu-west-2"');
  });
});
