import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { iamPrincipal } from "../shared/arn";
import { ensure } from "../shared/errors";
import { type PolicyStatement, policyDocument } from "../shared/iam";
import type { DatabaseRole } from "./database-roles";

export interface DatabaseAccessRoleProps {
  /** Name of the IAM role, at most 64 characters, e.g. `project-x-prod-aurora-reader`. */
  readonly name: string;
  /** Database user that members of the role connect as. */
  readonly user: DatabaseRole;
  /** ARNs of the IAM roles and users that may assume the role, at least one. Their trust policy has a limit of 2,048 characters. Without wildcards and account roots. */
  readonly principals: readonly string[];
  /** What a member may do, see `connectStatements` and `findStatements` of the proxy. */
  readonly statements: readonly PolicyStatement[];
}

const PRINCIPAL = iamPrincipal(["role", "user"]);

/** Characters. IAM's quota for a trust policy, which an account can raise (IAM user guide, "IAM and AWS STS quotas"). */
const TRUST_LENGTH = 2048;

/** Seconds. AWS limits the session of a role that another role assumed to one hour (IAM user guide, "Role chaining"). */
const SESSION = 3600;

/**
 * An IAM role for people who connect to a database as one of its users.
 *
 * Users must have signed in with MFA. Roles need not, because the sessions of IAM Identity Center and of SAML contain no
 * `aws:MultiFactorAuthPresent`. Require MFA in the identity provider. A source identity is kept, so that CloudTrail shows the person.
 */
export class DatabaseAccessRole extends Construct {
  readonly arn: string;
  /** Escape hatch: the underlying `aws_iam_role`. */
  readonly resource: IamRole;

  constructor(scope: Construct, id: string, props: DatabaseAccessRoleProps) {
    super(scope, id);
    const { name, user, principals, statements } = props;
    ensure(principals.length > 0, "principals", "have at least 1 entry", principals);
    for (const principal of principals) {
      ensure(PRINCIPAL.test(principal), "principals", "be ARNs of IAM roles and users", principal);
    }
    const assumeRolePolicy = trust(principals);
    ensure(
      assumeRolePolicy.length <= TRUST_LENGTH,
      "principals",
      `fit in a trust policy of ${TRUST_LENGTH} characters`,
      `${principals.length} entries with ${assumeRolePolicy.length} characters`,
      `name one IAM role that all of them assume, for ${user}`,
    );
    this.resource = new IamRole(this, "Resource", {
      name,
      description: `Lets people connect to the database as ${user}`,
      assumeRolePolicy,
      maxSessionDuration: SESSION,
    });
    new IamRolePolicy(this, "permissions", {
      name: "connect",
      role: this.resource.name,
      policy: policyDocument(statements),
    });
    this.arn = this.resource.arn;
  }
}

function trust(principals: readonly string[]): string {
  const users = principals.filter((arn) => arn.includes(":user/"));
  const roles = principals.filter((arn) => !users.includes(arn));
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...(roles.length > 0 ? [assume("Roles", roles)] : []),
      ...(users.length > 0
        ? [{ ...assume("Users", users), Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }]
        : []),
    ],
  });
}

function assume(sid: string, principals: readonly string[]) {
  const [first] = principals;
  return {
    Sid: sid,
    Effect: "Allow",
    // IAM returns a list with one member as that member.
    Principal: { AWS: principals.length === 1 ? first : principals },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
  };
}
