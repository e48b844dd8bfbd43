import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";

export interface ExecutionProps {
  readonly functionName: string;
  readonly accountId: string;
  readonly region: string;
  readonly logGroupArn: string;
  readonly inVpc: boolean;
  readonly deadLetterQueueArn?: string;
}

/** What Lambda itself does in the role of a function: writes its log and traces, and attaches it to a VPC. */
export function executionStatements(props: ExecutionProps): PolicyStatement[] {
  const { logGroupArn, inVpc, deadLetterQueueArn } = props;
  return [
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroupArn}:*`],
    },
    {
      sid: "WriteTraces",
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      // X-Ray has no resource for what is being written (Service Authorization Reference, "AWS X-Ray").
      resources: ["*"],
    },
    ...(inVpc ? networkStatements(props) : []),
    ...(deadLetterQueueArn
      ? [{ sid: "WriteDeadLetters", actions: ["sqs:SendMessage"], resources: [deadLetterQueueArn] }]
      : []),
  ];
}

const WRITE_INTERFACES = [
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];
const READ_NETWORK = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/**
 * Lambda makes network interfaces in the role of the function and shares them between functions, so that none of their
 * ids is known beforehand: everything of the account and region is as narrow as the guide goes. What Lambda may do the
 * function's own code may not. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkStatements({ functionName, accountId, region }: ExecutionProps): PolicyStatement[] {
  const everything = arnOf({ service: "ec2", region, accountId, resource: "*/*" });
  const self = arnOf({ service: "lambda", region, accountId, resource: `function:${functionName}` });
  return [
    { sid: "AttachToVpc", actions: WRITE_INTERFACES, resources: [everything] },
    {
      sid: "FindSubnets",
      actions: READ_NETWORK,
      // EC2 knows no resource in what it lists (Service Authorization Reference, "Amazon EC2").
      resources: ["*"],
    },
    {
      sid: "RefuseToCode",
      effect: "Deny",
      actions: [...WRITE_INTERFACES, ...READ_NETWORK],
      resources: ["*"],
      conditions: { ArnEquals: { "lambda:SourceFunctionArn": self } },
    },
  ];
}
