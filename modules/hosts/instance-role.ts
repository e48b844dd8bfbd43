import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { type PolicyStatement, policyDocument, serviceTrust } from "../shared/iam";

export interface InstanceRoleProps {
  /** Name of role and profile, 64 characters at most. */
  readonly name: string;
  /** Who carries it. */
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
}

/** What instances may do, and the profile that carries it to them. */
export class InstanceRole extends Construct {
  readonly roleArn: string;
  /** Known once the permissions stand: what boots with the profile has them from its first second. */
  readonly profileArn: string;
  /** Of role and profile; known as late as `profileArn`. */
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
