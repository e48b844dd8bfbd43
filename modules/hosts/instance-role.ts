import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { type PolicyStatement, policyDocument, serviceTrust } from "../shared/iam";

export interface InstanceRoleProps {
  /** Name of the role and the instance profile, at most 64 characters. */
  readonly name: string;
  /** Description of the role: the instances that use it. */
  readonly description: string;
  /** Permissions of the instances. */
  readonly statements: readonly PolicyStatement[];
}

/** An IAM role for EC2 instances, with its instance profile. */
export class InstanceRole extends Construct {
  /** ARN of the role. */
  readonly roleArn: string;
  /** ARN of the instance profile. Depends on the permissions, so that an instance has them when it starts. */
  readonly profileArn: string;
  /** Name of the role and the instance profile. Depends on the permissions. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_iam_role`. */
  readonly resource: IamRole;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { name, description, statements } = props;
    this.resource = new IamRole(this, "Resource", {
      name,
      description,
      assumeRolePolicy: serviceTrust("ec2.amazonaws.com"),
    });
    const permissions = new IamRolePolicy(this, "permissions", {
      name,
      role: this.resource.name,
      policy: policyDocument(statements),
    });
    const profile = new IamInstanceProfile(this, "profile", { name, role: permissions.role });
    this.roleArn = this.resource.arn;
    this.profileArn = profile.arn;
    this.name = profile.name;
  }
}
