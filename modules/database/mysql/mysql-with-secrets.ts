import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { SecretRotation, type SecretRotationProps } from "../../security/secret-rotation";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { DatabaseUserSecret } from "../database-user-secret";
import { type DatabaseUsersProps, databaseUsers } from "../database-users";
import { MasterSecret } from "../master-secret";
import { MysqlDatabase, type MysqlDatabaseProps } from "./mysql-database";
import { MYSQL_PORT } from "./mysql-instance";
import { MysqlRotationFunction } from "./mysql-rotation-function";

export interface MysqlWithSecretsProps
  extends DatabaseUsersProps,
    Omit<
      MysqlDatabaseProps,
      "name" | "masterUsername" | "masterPassword" | "databaseName" | "securityGroupId" | "subnets"
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
 * A MySQL database with two secrets, one of the master user and one of the application, and the function that rotates them.
 *
 * Resources depend on each other in this order: master secret, database, the master secret's version with the address,
 * the application's secret, rotations.
 */
export class MysqlWithSecrets extends Construct {
  readonly database: MysqlDatabase;
  /** Security group for clients of the database. */
  readonly clientSecurityGroupId: string;
  /** Credentials of the master user. */
  readonly masterSecret: ReadableSecret;
  /** Credentials of the application user, and the application's further fields. */
  readonly applicationSecret: ReadableSecret;
  readonly rotationFunction: MysqlRotationFunction;

  constructor(scope: Construct, id: string, props: MysqlWithSecretsProps) {
    super(scope, id);
    const { names, network, masterCredentials = "project" } = props;
    const users = databaseUsers(props);
    const name = physicalName(names, "mysql", "rds-instance");
    const access = new ClientAccess(this, "access", {
      name,
      service: "MySQL",
      port: MYSQL_PORT,
      vpcId: network.vpc.vpcId,
    });
    const master = masterCredentials === "project" ? this.createMasterSecret(users.masterUsername, props) : undefined;
    this.database = new MysqlDatabase(this, "database", {
      ...props,
      name,
      subnets: network.subnets,
      masterPassword: master ? { reference: master.password } : "rds-managed",
      securityGroupId: access.serverSecurityGroupId,
    });
    this.clientSecurityGroupId = access.clientSecurityGroupId;
    this.masterSecret = master?.secret ?? this.database.managedSecret;
    const application = this.createApplicationSecret(users.applicationUsername, props);
    this.applicationSecret = application.secret;
    this.rotationFunction = this.createFunction(props, master);
    this.createRotations(props, application, master);
  }

  private createMasterSecret(username: string, props: MysqlWithSecretsProps): MasterSecret {
    return new MasterSecret(this, "master-secret", {
      ...secretSettings(props, "mysql-master-user"),
      username,
      databaseName: props.databaseName,
    });
  }

  private createApplicationSecret(username: string, props: MysqlWithSecretsProps): DatabaseUserSecret {
    return new DatabaseUserSecret(this, "application-secret", {
      ...secretSettings(props, "application"),
      description: "Database user of the application, and other secrets of the application",
      username,
      databaseName: props.databaseName,
      endpoint: this.endpoint,
      masterSecretArn: this.masterSecret.arn,
      fields: props.applicationFields,
    });
  }

  /**
   * The application's secret is rotated at once, which creates its user with the master user's credentials. The master
   * password is new, so its first rotation comes after `rotateAfterDays`. Until then, Secrets Manager runs the test step
   * only, which needs the address. So the master secret must be complete.
   */
  private createRotations(props: MysqlWithSecretsProps, application: DatabaseUserSecret, master?: MasterSecret): void {
    const rotate = (id: string, secret: Pick<SecretRotationProps, "secretArn" | "rotateImmediately" | "dependsOn">) =>
      new SecretRotation(this, id, {
        ...secret,
        rotationFunction: this.rotationFunction,
        accountId: props.accountId,
        automaticallyAfterDays: props.rotateAfterDays,
      });
    const complete = master ? [master.complete(this.endpoint)] : [];
    if (master) {
      rotate("master-rotation", { secretArn: master.secret.arn, rotateImmediately: false, dependsOn: complete });
    }
    rotate("application-rotation", {
      secretArn: application.secret.arn,
      dependsOn: [application.firstVersion, ...complete],
    });
  }

  private createFunction(props: MysqlWithSecretsProps, master?: MasterSecret): MysqlRotationFunction {
    const { accountId, region, network, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "mysql-rotation", "lambda-function"),
      accountId,
      region,
      network,
      databaseClientSecurityGroupId: this.clientSecurityGroupId,
      ...(master
        ? { rotated: [this.masterSecret, this.applicationSecret] }
        : { rotated: [this.applicationSecret], readOnly: [this.masterSecret] }),
      kmsKeyArn,
      logRetentionInDays,
    });
  }

  private get endpoint() {
    return { host: this.database.writer.address, port: this.database.writer.port };
  }
}

function secretSettings({ names, region, kmsKeyArn, deletionProtection }: MysqlWithSecretsProps, component: string) {
  return {
    name: physicalName(names, component),
    kmsKeyArn,
    region,
    // Without protection, the names are free at once, so that the stack can be deployed again.
    ...(deletionProtection === false ? { recoveryWindowInDays: 0 } : {}),
  };
}
