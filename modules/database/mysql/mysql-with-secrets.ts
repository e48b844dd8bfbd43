import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { type DatabaseGenerationsProps, databaseGenerations, servingOf } from "../database-generations";
import { checkWithoutRole } from "../database-roles";
import { type DatabaseUsersProps, databaseUsers } from "../database-users";
import type { MysqlDatabase, MysqlDatabaseProps } from "./mysql-database";
import { MYSQL_ROLES, MysqlGeneration } from "./mysql-generation";
import { MYSQL_PORT } from "./mysql-instance";
import { MysqlRotationFunction } from "./mysql-rotation-function";

export interface MysqlWithSecretsProps
  extends DatabaseUsersProps,
    DatabaseGenerationsProps,
    Omit<
      MysqlDatabaseProps,
      "name" | "masterUsername" | "masterPassword" | "databaseName" | "securityGroupId" | "subnets" | "origin"
    > {
  /** Project and environment, the prefix of every name. */
  readonly names: NameScope;
  /** The VPC and the subnets of instances and rotation function. */
  readonly network: DatabaseNetwork;
  /** Database that the writer is created with. The application user gets privileges on it only. */
  readonly databaseName: string;
  /**
   * Who manages the master password. `project`: a secret of this construct, which its function rotates. `rds-managed`
   * rules out read replicas. @default "project"
   */
  readonly masterCredentials?: "project" | "rds-managed" | undefined;
  /** Further fields of the application's secret. Rotation does not change them. @default none */
  readonly applicationFields?: Readonly<Record<string, string>> | undefined;
  /** Days between two rotations of each secret, 1 to 1000. @default 30 */
  readonly rotateAfterDays?: number | undefined;
}

/**
 * A MySQL database with three secrets, of the master user, of the application and of people who read, and the function that
 * rotates them.
 *
 * A restore creates a second database with secrets of its own. All facts are those of the database that serves. The rotation
 * function rotates the secrets of both.
 *
 * Resources depend on each other in this order: master secret, database, the master secret's version with the address,
 * the secrets of the other users, rotations.
 */
export class MysqlWithSecrets extends Construct {
  /** The database that serves. */
  readonly database: MysqlDatabase;
  /** The database that serves, and the other one during a restore. */
  readonly generations: readonly MysqlGeneration[];
  /** Security group for clients of the database. */
  readonly clientSecurityGroupId: string;
  /** Credentials of the master user. */
  readonly masterSecret: ReadableSecret;
  /** Credentials of the application user, and the application's further fields. */
  readonly applicationSecret: ReadableSecret;
  readonly rotationFunction: MysqlRotationFunction;

  constructor(scope: Construct, id: string, props: MysqlWithSecretsProps) {
    super(scope, id);
    const { names, network } = props;
    for (const [field, username] of Object.entries(databaseUsers(props))) {
      checkWithoutRole(field, username, MYSQL_ROLES);
    }
    const access = new ClientAccess(this, "access", {
      name: physicalName(names, "mysql", "rds-instance"),
      service: "MySQL",
      port: MYSQL_PORT,
      vpcId: network.vpc.vpcId,
    });
    const securityGroupId = access.serverSecurityGroupId;
    this.clientSecurityGroupId = access.clientSecurityGroupId;
    this.generations = databaseGenerations(props).map(
      (generation) => new MysqlGeneration(this, { ...props, generation, securityGroupId }),
    );
    const serving = servingOf(this.generations);
    this.database = serving.database;
    this.masterSecret = serving.masterSecret;
    this.applicationSecret = serving.applicationSecret;
    this.rotationFunction = this.createFunction(props);
    for (const generation of this.generations) {
      generation.rotate({
        rotationFunction: this.rotationFunction,
        accountId: props.accountId,
        automaticallyAfterDays: props.rotateAfterDays,
      });
    }
  }

  private createFunction(props: MysqlWithSecretsProps): MysqlRotationFunction {
    const { accountId, region, network, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "mysql-rotation", "lambda-function"),
      accountId,
      region,
      network,
      databaseClientSecurityGroupId: this.clientSecurityGroupId,
      rotated: this.generations.flatMap(({ rotated }) => rotated),
      readOnly: this.generations.flatMap(({ readOnly }) => readOnly),
      granted: { databases: [props.databaseName], roles: MYSQL_ROLES },
      kmsKeyArn,
      logRetentionInDays,
    });
  }
}
