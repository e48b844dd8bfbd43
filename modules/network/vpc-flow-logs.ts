import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import { policyDocument, serviceTrust } from "../shared/iam";

export interface VpcFlowLogsProps {
  /** Name of the IAM role, at most 64 characters, e.g. `project-x-prod-vpc-flow-logs`. The log group has this name after a `/`. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** ID of the VPC. */
  readonly vpcId: string;
  /** ARN of a KMS key whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Days to keep the records. One of the periods that CloudWatch Logs accepts. @default 365 */
  readonly retentionInDays?: number | undefined;
}

/** Seconds in which EC2 aggregates packets into a record. 60 is the shorter of the two possible values, so incidents show earlier. */
const AGGREGATION_SECONDS = 60;

/** VPC flow logs of accepted and rejected traffic, encrypted, in CloudWatch Logs. */
export class VpcFlowLogs extends Construct {
  /** Name of the log group. */
  readonly logGroupName: string;
  /** Escape hatch: the underlying `aws_flow_log`. */
  readonly resource: FlowLog;

  constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    const { name, vpcId, kmsKeyArn, retentionInDays } = props;
    const group = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, kmsKeyArn, retentionInDays });
    const role = this.createRole(props);
    const permissions = this.allowWriting(role, group);
    this.resource = new FlowLog(this, "Resource", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: AGGREGATION_SECONDS,
      tags: { Name: name },
      // A flow log whose first delivery is denied stays in "Access error" for minutes.
      dependsOn: [permissions],
    });
    this.logGroupName = group.name;
  }

  /** The conditions exclude flow logs of other accounts. VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs". */
  private createRole({ name, accountId, region }: VpcFlowLogsProps): IamRole {
    return new IamRole(this, "role", {
      name,
      description: "Lets VPC flow logs write their records",
      assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": arnOf({ service: "ec2", region, accountId, resource: "vpc-flow-log/*" }) },
      }),
    });
  }

  private allowWriting(role: IamRole, group: ExpiringLogGroup): IamRolePolicy {
    return new IamRolePolicy(this, "permissions", {
      name: "write-flow-logs",
      role: role.name,
      policy: policyDocument([
        {
          sid: "WriteRecords",
          actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          // The log group's streams. The role needs no permission to create or list log groups, because the group exists.
          resources: [`${group.arn}:*`],
        },
      ]),
    });
  }
}
