import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { Construct } from "constructs";
import type { ReadableSecret } from "../../security/secret-access";
import { DatabaseFunction, type DatabaseFunctionProps } from "../database-function";
import type { DatabaseEndpoint } from "../database-user-secret";
import { migrationFiles } from "./migration-files";

export interface MigrationsFunctionProps extends DatabaseFunctionProps {
  /** Credentials of the user that changes the schema. The function only reads them. */
  readonly migratorSecret: ReadableSecret;
  /** Address of the writer. */
  readonly endpoint: DatabaseEndpoint;
  /** ID that only this cluster has. Migrations are applied again when another cluster replaces it under the same address. */
  readonly clusterResourceId: string;
  /** Folder of the repository with a folder of SQL files for each database, e.g. `stacks/aurora-api/migrations`. */
  readonly folder: string;
  /** Databases that exist. Every folder of SQL files has the name of one of them. */
  readonly databases: readonly string[];
}

/** Lambda's longest timeout. */
const TIMEOUT_SECONDS = 900;

/**
 * A Lambda function that applies SQL files to databases, and its invocation at the first deployment and after each change of a file or
 * of the cluster. A failure of the function fails the deployment, and the next deployment invokes the function again.
 *
 * Terraform repeats a request whose connection breaks, and a stopped deployment does not stop the function. A lock in the database
 * prevents two executions at a time.
 */
export class MigrationsFunction extends DatabaseFunction {
  constructor(scope: Construct, id: string, props: MigrationsFunctionProps) {
    const { migratorSecret, endpoint, clusterResourceId, folder, databases } = props;
    const { archived, checksums, checksum } = migrationFiles(folder, databases);
    super(scope, id, props, {
      // npm run database:migrate compares the checksum with that of the checkout.
      description: `Applies SQL files to databases. SHA-256 of the files: ${checksum}`,
      entry: "lambdas/database-migrations/handler.ts",
      files: archived,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        MIGRATOR_SECRET_ARN: migratorSecret.arn,
        DATABASE_HOST: endpoint.host,
        DATABASE_PORT: String(endpoint.port),
      },
      statements: migratorSecret.readStatements({ subject: "MigratorSecret" }),
    });
    new LambdaInvocation(this, "call", {
      functionName: this.name,
      input: "{}",
      // A plan shows which files are new. The state contains checksums, and no text of a file.
      triggers: { ...checksums, host: endpoint.host, cluster: clusterResourceId },
      dependsOn: [this.egress],
    });
  }
}
