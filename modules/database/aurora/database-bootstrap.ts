import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { ReadableSecret } from "../../security/secret-access";
import { DatabaseFunction, type DatabaseFunctionProps } from "../database-function";
import type { DatabaseEndpoint } from "../database-user-secret";

export interface DatabaseBootstrapProps extends DatabaseFunctionProps {
  /** Secret of the master user, which the function only reads. */
  readonly masterSecret: ReadableSecret;
  /** Address of the writer. */
  readonly endpoint: DatabaseEndpoint;
  /** Names of the databases that must exist. The function never drops a database. */
  readonly databases: readonly string[];
  /** Resources that must exist before the first invocation, such as the instances. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A Lambda function that creates databases, and its invocation when the stack is first deployed and when the list changes.
 * Terraform cannot create them, because it does not speak MySQL, and the rotation of a secret creates users only.
 */
export class DatabaseBootstrap extends DatabaseFunction {
  /** The invocation. Resources that use the databases must depend on it. */
  readonly done: LambdaInvocation;

  constructor(scope: Construct, id: string, props: DatabaseBootstrapProps) {
    const { masterSecret, endpoint, databases } = props;
    super(scope, id, props, {
      description: "Creates missing databases on the Aurora cluster",
      entry: "lambdas/database-bootstrap/handler.ts",
      reservedConcurrency: 1,
      environment: {
        MASTER_SECRET_ARN: masterSecret.arn,
        DATABASE_HOST: endpoint.host,
        DATABASE_PORT: String(endpoint.port),
      },
      statements: masterSecret.readStatements({ subject: "MasterSecret" }),
    });
    this.done = new LambdaInvocation(this, "call", {
      functionName: this.name,
      // Names only, because the state contains input and result.
      input: JSON.stringify({ databases }),
      triggers: { databases: databases.join(","), host: endpoint.host },
      dependsOn: [...(props.dependsOn ?? [])],
    });
  }
}
