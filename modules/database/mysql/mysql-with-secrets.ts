import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { DatabaseRoleUsers } from "../database-role-users";
import { checkWithoutRole } from "../database-roles";
import { DatabaseUserSecret } from "../database-user-secret";
import { type DatabaseUsersProps, databaseUsers } from "../database-users";
import { MasterSecret } from "../master-secret";
import { MysqlDatabase, type MysqlDatabaseProps } from "./mysql-database";
import { MYSQL_PORT } from "./mysql-instance";
import { MysqlRotationFunction } from "./mysql-rotation-function";
import { createMysqlRotations } from "./mysql-rotations";

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

/** Roles that have a user. The application user has none: it is the owner of its database. */
const ROLES = ["reader"] as const;

/**
 * A MySQL database with three secrets, of the master user, of the application and of people who read, and the function that
 * rotates them.
 *
 * Resources depend on each other in this order: master secret, database, the master secret's version with the address,
 * the secrets of the other users, rotations.
 */
export class MysqlWithSecrets extends Construct {
  readonly database: MysqlDatabase;
  /** Security group for clients of the database. */
  readonly clientSecurityGroupId: string;
  /** Credentials of the master user. */
  readonly masterSecret: ReadableSecret;
  /** Credentials of the application user, and the application's further fields. */
  readonly applicationSecret: ReadableSecret;
  /** Credentials of the user `reader`, which may read the database, with the address of the writer. */
  readonly readerSecret: ReadableSecret;
  readonly rotationFunction: MysqlRotationFunction;

  constructor(scope: Construct, id: string, props: MysqlWithSecretsProps) {
    super(scope, id);
    const { names, network, masterCredentials = "project" } = props;
    const users = databaseUsers(props);
    for (const [field, username] of Object.entries(users)) {
      checkWithoutRole(field, username, ROLES);
    }
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
    const people = this.createPeople(props);
    this.readerSecret = people.secrets.reader;
    this.rotationFunction = this.createFunction(props, master);
    createMysqlRotations(this, {
      rotationFunction: this.rotationFunction,
      accountId: props.accountId,
      automaticallyAfterDays: props.rotateAfterDays,
      endpoint: this.endpoint,
      master,
      application,
      people,
    });
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

  private createPeople(props: MysqlWithSecretsProps): DatabaseRoleUsers<"reader"> {
    return new DatabaseRoleUsers(this, "users", {
      ...secretSettings(props, "mysql"),
      databases: [props.databaseName],
      roles: ROLES,
      endpoint: this.endpoint,
      masterSecretArn: this.masterSecret.arn,
    });
  }

  private createFunction(props: MysqlWithSecretsProps, master?: MasterSecret): MysqlRotationFunction {
    const users = [this.applicationSecret, this.readerSecret];
    const { accountId, region, network, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "mysql-rotation", "lambda-function"),
      accountId,
      region,
      network,
      databaseClientSecurityGroupId: this.clientSecurityGroupId,
      ...(master ? { rotated: [this.masterSecret, ...users] } : { rotated: users, readOnly: [this.masterSecret] }),
      granted: { databases: [props.databaseName], roles: ROLES },
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
