import { Construct } from "constructs";
import type { ReadableSecret } from "../../security/secret-access";
import { physicalName } from "../../shared/names";
import { type DatabaseGeneration, generationSuffix } from "../database-generations";
import type { DatabaseOrigin } from "../database-origin";
import { DatabaseRoleUsers, type RoleRotations } from "../database-role-users";
import { DatabaseUserSecret } from "../database-user-secret";
import { databaseUsers } from "../database-users";
import { MasterSecret } from "../master-secret";
import { MysqlDatabase } from "./mysql-database";
import { createMysqlRotations } from "./mysql-rotations";
import type { MysqlWithSecretsProps } from "./mysql-with-secrets";

export interface MysqlGenerationProps extends Omit<MysqlWithSecretsProps, "generation" | "restore"> {
  /** Number, origin and service of the generation. */
  readonly generation: DatabaseGeneration;
  /** Security group of the instances. */
  readonly securityGroupId: string;
}

/** Roles that have a user. The application user has none: it is the owner of its database. */
export const MYSQL_ROLES = ["reader"] as const;

/**
 * A database and the secrets of its users. A restore creates a second generation beside the first one, with names and secrets of
 * its own, so that clients can change from one to the other, and back.
 *
 * Not a construct: the first generation's resources have the addresses that they have without a restore.
 */
export class MysqlGeneration {
  /** End of the names of its resources, empty for the first generation. */
  readonly suffix: string;
  /** Whether clients use it. */
  readonly serves: boolean;
  readonly database: MysqlDatabase;
  /** Credentials of the master user. */
  readonly masterSecret: ReadableSecret;
  /** Credentials of the application user, and the application's further fields. */
  readonly applicationSecret: ReadableSecret;

  private readonly scope: Construct;
  private readonly props: MysqlGenerationProps;
  private readonly master: MasterSecret | undefined;
  private readonly application: DatabaseUserSecret;
  private readonly people: DatabaseRoleUsers<"reader">;

  constructor(scope: Construct, given: MysqlGenerationProps) {
    const { number, suffix, serves, disposable } = given.generation;
    this.suffix = suffix;
    this.serves = serves;
    this.scope = number === 1 ? scope : new Construct(scope, `generation-${number}`);
    this.props = { ...given, deletionProtection: disposable ? false : given.deletionProtection };
    this.master = (given.masterCredentials ?? "project") === "project" ? this.createMasterSecret() : undefined;
    this.database = this.createDatabase();
    this.masterSecret = this.master?.secret ?? this.database.managedSecret;
    this.application = this.createApplicationSecret();
    this.applicationSecret = this.application.secret;
    this.people = this.createPeople();
  }

  /** Secrets that the rotation function rotates. RDS rotates its own. */
  get rotated(): readonly ReadableSecret[] {
    return [...(this.master ? [this.masterSecret] : []), this.applicationSecret, this.people.secrets.reader];
  }

  /** Secrets that the rotation function only reads. */
  get readOnly(): readonly ReadableSecret[] {
    return this.master ? [] : [this.masterSecret];
  }

  /**
   * Creates the rotations. The users of a restored database have the passwords of the time of its origin, so the first rotation sets
   * new ones.
   */
  rotate(rotation: RoleRotations): void {
    const { endpoint, master, application, people } = this;
    createMysqlRotations(this.scope, { ...rotation, endpoint, master, application, people });
  }

  private createMasterSecret(): MasterSecret {
    return new MasterSecret(this.scope, "master-secret", {
      ...this.secretSettings("mysql-master-user"),
      username: databaseUsers(this.props).masterUsername,
      databaseName: this.props.databaseName,
    });
  }

  private createDatabase(): MysqlDatabase {
    const { generation, names, network, engineVersion } = this.props;
    const { number, suffix, restore = {} } = generation;
    const { snapshot, pointInTime } = restore;
    const name = (end: string) => physicalName(names, `mysql${end}`, "rds-instance");
    const origin: DatabaseOrigin = { snapshot, pointInTime, sourceIdentifier: name(generationSuffix(number - 1)) };
    return new MysqlDatabase(this.scope, "database", {
      ...this.props,
      name: name(suffix),
      engineVersion: restore.engineVersion ?? engineVersion,
      subnets: network.subnets,
      masterPassword: this.master ? { reference: this.master.password } : "rds-managed",
      ...(number === 1 ? {} : { origin }),
    });
  }

  private createApplicationSecret(): DatabaseUserSecret {
    return new DatabaseUserSecret(this.scope, "application-secret", {
      ...this.secretSettings("application"),
      description: "Database user of the application, and other secrets of the application",
      username: databaseUsers(this.props).applicationUsername,
      databaseName: this.props.databaseName,
      endpoint: this.endpoint,
      masterSecretArn: this.masterSecret.arn,
      fields: this.props.applicationFields,
    });
  }

  private createPeople(): DatabaseRoleUsers<"reader"> {
    return new DatabaseRoleUsers(this.scope, "users", {
      ...this.secretSettings("mysql"),
      databases: [this.props.databaseName],
      roles: MYSQL_ROLES,
      endpoint: this.endpoint,
      masterSecretArn: this.masterSecret.arn,
    });
  }

  private secretSettings(component: string) {
    const { names, region, kmsKeyArn, deletionProtection } = this.props;
    return {
      name: physicalName(names, `${component}${this.suffix}`),
      kmsKeyArn,
      region,
      // Without protection, the names are free at once, so that the stack can be deployed again.
      ...(deletionProtection === false ? { recoveryWindowInDays: 0 } : {}),
    };
  }

  private get endpoint() {
    return { host: this.database.writer.address, port: this.database.writer.port };
  }
}
