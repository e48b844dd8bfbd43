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

  it("stands alone: required props only", () => {
    template.count("aws_cloudwatch_metric_alarm", REGIONS.length);
  });

  it("watches the writes of each region, and notifies a topic in that region", () => {
    const alarms = template.all("aws_cloudwatch_metric_alarm", {});
    const found = alarms.map(({ provider, alarm_name, alarm_actions }) => [provider, alarm_name, ...alarm_actions]);
    expect(found.sort()).toEqual(
      REGIONS.map((region) => [`aws.${region}`, `items-${region}-replication`, `topic-${region}`]).sort(),
    );
  });

  it("evaluates the slowest replica of the table, for any number of replicas", () => {
    template.all("aws_cloudwatch_metric_alarm", {
      metric_query: [
        {
          expression:
            'SELECT MAX(ReplicationLatency) FROM SCHEMA("AWS/DynamoDB", ReceivingRegion, TableName) ' +
            "WHERE TableName = 'MyGlobalTable'",
          period: 60,
          return_data: true,
        },
      ],
    });
  });

  it("alarms after five minutes above five seconds, and not without writes", () => {
    template.all("aws_cloudwatch_metric_alarm", {
      comparison_operator: "GreaterThanThreshold",
      threshold: 5000,
      evaluation_periods: 5,
      treat_missing_data: "notBreaching",
    });
  });

  it("fails on a provider of another region", () => {
    expect(() => build(() => "eu-west-2")).toThrow('provider must be of eu-west-1, got "eu-west-2"');
  });
});
