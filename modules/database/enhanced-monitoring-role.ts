import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { arnOf, managedPolicyArn } from "../shared/arn";
import { ensure } from "../shared/errors";
import { serviceTrust } from "../shared/iam";

export interface EnhancedMonitoringRoleProps {
  /** Name of the role, at most 64 characters. */
  readonly name: string;
  /** Account of the instances. */
  readonly accountId: string;
  /** Region of the instances. */
  readonly region: string;
  /** Prefix of the identifiers of all instances that use the role, e.g. `project-x-prod-mysql`. */
  readonly instancePrefix: string;
}

/**
 * The role with which RDS publishes operating system metrics of DB instances. RDS writes them to the log group
 * `RDSOSMetrics` of the account, which it creates itself with a retention of 30 days. RDS refuses to create an instance
 * until the role has its permissions. The provider retries until IAM has propagated them.
 */
export class EnhancedMonitoringRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EnhancedMonitoringRoleProps) {
    super(scope, id);
    const { name, accountId, region, instancePrefix } = props;
    ensure(name.length <= 64, "name", "be at most 64 characters", name);
    const role = new IamRole(this, "Resource", {
      name,
      description: "Lets RDS publish enhanced monitoring",
      // The conditions exclude other instances (RDS user guide, "Setting up and enabling Enhanced Monitoring").
      assumeRolePolicy: serviceTrust("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": accountId },
        StringLike: {
          "aws:SourceArn": arnOf({ service: "rds", region, accountId, resource: `db:${instancePrefix}*` }),
        },
      }),
    });
    new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // The policy of the same guide. It allows log groups whose names start with RDS only.
      policyArn: managedPolicyArn(region, "service-role/AmazonRDSEnhancedMonitoringRole"),
    });
    this.arn = role.arn;
  }
}
