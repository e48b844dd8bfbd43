import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ReadableSecret } from "../../security/secret-access";
import { DatabaseFunction, type DatabaseFunctionProps } from "../database-function";
import { type GrantedRoles, rolesEnvironment } from "../database-roles";
import type { DatabaseEndpoint } from "../database-user-secret";

export interface DatabaseBootstrapProps extends DatabaseFunctionProps, GrantedRoles {
  /** Secret of the master user, which the function only reads. */
  readonly masterSecret: ReadableSecret;
  /** Address of the writer. */
  readonly endpoint: DatabaseEndpoint;
  /** Resources that must exist before the first invocation, such as the instances. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A Lambda function that creates databases and brings the grants of existing users to those of their roles. It never drops a
 * database. Terraform invokes it when the stack is first deployed, and when databases, roles or the function's code change.
 * Terraform itself does not speak MySQL, and the rotation of a secret changes the grants of one user only.
 */
export class DatabaseBootstrap extends DatabaseFunction {
  /** The invocation. Resources that use the databases must depend on it. */
  readonly done: LambdaInvocation;

  constructor(scope: Construct, id: string, props: DatabaseBootstrapProps) {
    const { masterSecret, endpoint, databases } = props;
    const roles = rolesEnvironment(props);
    super(scope, id, props, {
      description: "Creates missing databases and grants on the Aurora cluster",
      entry: "lambdas/database-bootstrap/handler.ts",
      environment: {
        MASTER_SECRET_ARN: masterSecret.arn,
        DATABASE_HOST: endpoint.host,
        DATABASE_PORT: String(endpoint.port),
        ...roles,
      },
      statements: masterSecret.readStatements({ subject: "MasterSecret" }),
    });
    this.done = new LambdaInvocation(this, "call", {
      functionName: this.name,
      // Names only, because the state contains input and result.
      input: JSON.stringify({ databases }),
      triggers: {
        databases: databases.join(","),
        roles: roles.DATABASE_ROLES,
        host: endpoint.host,
        code: this.codeHash,
      },
      dependsOn: [this.egress, ...(props.dependsOn ?? [])],
    });
  }
}
