import { VpcFlowLogs, type VpcFlowLogsProps } from "../../../modules/network/vpc-flow-logs";
import { Template } from "../../helpers/template";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234";

function build(props: Partial<VpcFlowLogsProps> = {}): Template {
  return Template.of((scope) => {
    new VpcFlowLogs(scope, "flow-logs", {
      name: "project-x-dev-vpc-flow-logs",
      accountId: "123456789012",
      region: "eu-west-1",
      vpcId: "vpc-1",
      kmsKeyArn: KEY,
      ...props,
    });
  });
}

describe("VpcFlowLogs", () => {
  const template = build();

  it("records accepted and rejected traffic of the VPC every minute", () => {
    template.one("aws_flow_log", {
      vpc_id: "vpc-1",
      traffic_type: "ALL",
      max_aggregation_interval: 60,
      log_destination_type: "cloud-watch-logs",
      log_destination: template.ref("aws_cloudwatch_log_group", undefined, "arn"),
      iam_role_arn: template.ref("aws_iam_role", undefined, "arn"),
    });
  });

  it("stands alone: required props only, encrypted and kept for a year", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/project-x-dev-vpc-flow-logs",
      kms_key_id: KEY,
      retention_in_days: 365,
    });
  });

  it("lets only flow logs of this account and Region assume the role", () => {
    const { assume_role_policy } = template.one("aws_iam_role");
    expect(JSON.parse(assume_role_policy).Statement).toEqual([
      {
        Sid: "Assume",
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpc-flow-log/*" },
        },
      },
    ]);
  });

  it("lets the role write to its own log group only", () => {
    const { policy } = template.one("aws_iam_role_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: "WriteRecords",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: `${template.ref("aws_cloudwatch_log_group", undefined, "arn")}:*`,
      },
    ]);
  });

  it("is created after the role's permissions", () => {
    expect(template.one("aws_flow_log").depends_on).toEqual([template.address("aws_iam_role_policy")]);
  });

  it("keeps the records for the configured number of days", () => {
    build({ retentionInDays: 30 }).one("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });
});
