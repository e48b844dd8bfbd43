import type { Construct } from "constructs";
import { type RotatedSecrets, rotateSecretsStatements } from "../../security/secret-access";
import { DatabaseFunction, type DatabaseFunctionProps } from "../database-function";

export interface MysqlRotationFunctionProps extends DatabaseFunctionProps, RotatedSecrets {}

/** One execution per secret. Secrets Manager rotates each secret at most once at a time, and there are at most two. */
const CONCURRENCY = 2;

/**
 * The Lambda function that rotates passwords of a MySQL database. It has no dead-letter queue, because Secrets Manager
 * invokes it synchronously, once for each of the four steps of a rotation.
 */
export class MysqlRotationFunction extends DatabaseFunction {
  constructor(scope: Construct, id: string, props: MysqlRotationFunctionProps) {
    super(scope, id, props, {
      description: "Rotates the passwords of MySQL users and of their secrets",
      entry: "lambdas/mysql-rotation/handler.ts",
      statements: rotateSecretsStatements(props),
      reservedConcurrency: CONCURRENCY,
    });
  }
}
