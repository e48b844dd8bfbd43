import type { Construct } from "constructs";
import { type RotatedSecrets, rotateSecretsStatements } from "../../security/secret-access";
import { DatabaseFunction, type DatabaseFunctionProps } from "../database-function";
import { type GrantedRoles, rolesEnvironment } from "../database-roles";

export interface MysqlRotationFunctionProps extends DatabaseFunctionProps, RotatedSecrets {
  /** Users that have a role. Each other user gets the privileges of an owner on the database of its secret. @default none */
  readonly granted?: GrantedRoles | undefined;
}

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
      environment: props.granted && rolesEnvironment(props.granted),
    });
  }
}
