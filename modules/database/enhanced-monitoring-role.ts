import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { arnOf, managedPolicyArn } from "../shared/arn";
import { ensure } from "../shared/errors";
import { serviceTrust } from "../shared/iam";

export interface EnhancedMonitoringRoleProps {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Beginning of the identifiers of the instances that use the role, e.g. `project-x-prod-mysql`. */
  readonly instancePrefix: string;
}

/**
 * Lets RDS write the operating system's metrics of some instances. They go to the account's group `RDSOSMetrics`, which
 * RDS creates and expires after 30 days by itself. RDS refuses an instance while the role lacks its permissions; the
 * provider asks again until IAM has spread them.
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
      // RDS user guide, "Setting up and enabling Enhanced Monitoring": the conditions keep other instances out.
      assumeRolePolicy: serviceTrust("monitoring.rds.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": accountId },
        StringLike: {
          "aws:SourceArn": arnOf({ service: "rds", region, accountId, resource: `db:${instancePrefix}*` }),
        },
      }),
    });
    new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // The policy that the guide names; it reaches no further than log groups whose names start with RDS.
      policyArn: managedPolicyArn(region, "service-role/AmazonRDSEnhancedMonitoringRole"),
    });
    this.arn = role.arn;
  }
}
