import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";

export interface ExecutionProps {
  /** Name of the function. */
  readonly functionName: string;
  /** Account of the function, 12 digits. */
  readonly accountId: string;
  /** Region of the function. */
  readonly region: string;
  /** ARN of the function's log group. */
  readonly logGroupArn: string;
  /** Whether the function is attached to a VPC. */
  readonly inVpc: boolean;
  /** ARN of the SQS queue for failed events. @default no queue */
  readonly deadLetterQueueArn?: string | undefined;
}

/** Permissions that Lambda itself needs in a function's role: to write logs and traces, and to attach the function to a VPC. */
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
      // These actions have no resource-level permissions (Service Authorization Reference, "AWS X-Ray").
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
 * Lambda creates network interfaces with the function's role and shares them between functions. Their IDs are unknown, so the
 * resources are all of the account and Region, as in the developer guide. A deny statement excludes the function's own code.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function networkStatements({ functionName, accountId, region }: ExecutionProps): PolicyStatement[] {
  const everything = arnOf({ service: "ec2", region, accountId, resource: "*/*" });
  const self = arnOf({ service: "lambda", region, accountId, resource: `function:${functionName}` });
  return [
    { sid: "AttachToVpc", actions: WRITE_INTERFACES, resources: [everything] },
    {
      sid: "FindSubnets",
      actions: READ_NETWORK,
      // Describe actions have no resource-level permissions (Service Authorization Reference, "Amazon EC2").
      resources: ["*"],
    },
    {
      sid: "RefuseToCode",
      effect: "Deny",
      actions: [...WRITE_INTERFACES, ...READ_NETWORK],
      resources: ["*"],
      // With and without the version or alias at the end.
      conditions: { ArnLike: { "lambda:SourceFunctionArn": [self, `${self}:*`] } },
    },
  ];
}
