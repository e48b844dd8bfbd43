import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import { policyDocument, serviceTrust } from "../shared/iam";

export interface VpcFlowLogsProps {
  /** Name of the role, and with a slash in front of the log group, e.g. `project-x-prod-vpc-flow-logs`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** How long records are kept. @default 365 */
  readonly retentionInDays?: number;
}

/** Seconds that EC2 gathers packets into a record: the shorter of the two it knows, so that an incident shows soon. */
const AGGREGATION_SECONDS = 60;

/** A record of every accepted and refused connection of a VPC. */
export class VpcFlowLogs extends Construct {
  readonly logGroupName: string;
  /** Escape hatch: the underlying `aws_flow_log`. */
  readonly resource: FlowLog;

  constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    const { name, vpcId, kmsKeyArn, retentionInDays = 365 } = props;
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
      // A flow log that is refused its first delivery stays in "Access error" for minutes.
      dependsOn: [permissions],
    });
    this.logGroupName = group.name;
  }

  /** VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs": the conditions keep other accounts' flow logs out. */
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
          // The group and its streams. The group exists already: the role need neither create groups nor list all of them.
          resources: [`${group.arn}:*`],
        },
      ]),
    });
  }
}
