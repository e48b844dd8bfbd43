import { type IVpc, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";

/** A security group without rules. */
export class ClosedGroup extends SecurityGroup {
  constructor(scope: Construct, vpc: IVpc, prefix: string, name: string, description: string) {
    super(scope, name, { vpc, securityGroupName: `${prefix}-${name}`, description, allowAllOutbound: false });
  }
}
