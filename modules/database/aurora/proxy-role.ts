import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import type { ReadableSecret } from "../../security/secret-access";
import { policyDocument, serviceTrust } from "../../shared/iam";
import type { DatabaseRole } from "../database-roles";

interface ProxyRoleProps {
  /** Name of the proxy. The role's name ends with `-proxy`. */
  readonly name: string;
  /** Secrets of the database users. */
  readonly secrets: Readonly<Record<DatabaseRole, ReadableSecret>>;
}

/** Creates the IAM role of a proxy. The proxy reads the secrets of its users only, and uses the key for these secrets only. */
export function createProxyRole(scope: Construct, { name, secrets }: ProxyRoleProps) {
  const role = new IamRole(scope, "role", {
    name: `${name}-proxy`,
    description: "Lets RDS Proxy read the credentials of its users",
    assumeRolePolicy: serviceTrust("rds.amazonaws.com"),
  });
  const statements = Object.entries(secrets).flatMap(([user, secret]) =>
    secret.readStatements({ subject: `SecretOf${user.charAt(0).toUpperCase()}${user.slice(1)}` }),
  );
  const permissions = new IamRolePolicy(scope, "permissions", {
    name: "read-secret",
    role: role.name,
    policy: policyDocument(statements),
  });
  return { role, permissions };
}
