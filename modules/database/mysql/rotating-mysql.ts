import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import { SecretRotation, type SecretRotationProps } from "../../security/secret-rotation";
import { type NameScope, physicalName } from "../../shared/names";
import { ApplicationSecret } from "../application-secret";
import { MasterSecret } from "../master-secret";
import { MysqlDatabase, type MysqlDatabaseProps } from "./mysql-database";
import { MYSQL_PORT } from "./mysql-instance";
import { MysqlRotationFunction } from "./mysql-rotation-function";

export interface RotatingMysqlProps extends Omit<MysqlDatabaseProps, "name" | "masterPassword" | "securityGroupId"> {
  readonly names: NameScope;
  readonly vpcId: string;
  /** Where the endpoint of Secrets Manager answers; the subnets reach it without a way out. */
  readonly vpcCidr: string;
  /** Whose the master password is: ours, in a secret that our function rotates, or RDS's, which rules replicas out. */
  readonly masterCredentials: "project" | "rds-managed";
  /** The application's own user, which the first rotation of its secret creates. */
  readonly applicationUsername: string;
  /** Days between rotations of both secrets. */
  readonly rotateAfterDays: number;
}

/**
 * A MySQL database with two secrets, the master user's and the application's, and the function that rotates them.
 *
 * Everything follows one order: the master secret with its password, the database that is made with it, the master
 * secret with the address, the application's secret, and last the rotations.
 */
export class RotatingMysql extends Construct {
  readonly database: MysqlDatabase;
  /** Group for whatever talks to the database. */
  readonly clientSecurityGroupId: string;
  readonly masterSecretArn: string;
  readonly applicationSecretArn: string;
  readonly rotationFunctionName: string;

  constructor(scope: Construct, id: string, props: RotatingMysqlProps) {
    super(scope, id);
    const { names, vpcId, masterCredentials } = props;
    const name = physicalName(names, "mysql", "rds-instance");
    const access = new ClientAccess(this, "access", { name, service: "MySQL", port: MYSQL_PORT, vpcId });
    const master = masterCredentials === "project" ? this.createMasterSecret(props) : undefined;
    this.database = new MysqlDatabase(this, "database", {
      ...props,
      name,
      masterPassword: master ? { reference: master.password } : "rds-managed",
      securityGroupId: access.serverSecurityGroupId,
    });
    this.clientSecurityGroupId = access.clientSecurityGroupId;
    this.masterSecretArn = master?.arn ?? this.database.managedSecretArn;
    const application = this.createApplicationSecret(props);
    this.applicationSecretArn = application.arn;
    const rotationFunction = this.createFunction(props, master);
    this.rotationFunctionName = rotationFunction.name;
    this.createRotations(props, rotationFunction, application, master);
  }

  private createMasterSecret(props: RotatingMysqlProps): MasterSecret {
    const { masterUsername: username, databaseName } = props;
    return new MasterSecret(this, "master-secret", {
      ...secretSettings(props, "mysql-master-user"),
      username,
      databaseName,
    });
  }

  private createApplicationSecret(props: RotatingMysqlProps): ApplicationSecret {
    const { applicationUsername: username, databaseName } = props;
    return new ApplicationSecret(this, "application-secret", {
      ...secretSettings(props, "application"),
      username,
      databaseName,
      endpoint: this.endpoint,
      masterSecretArn: this.masterSecretArn,
    });
  }

  /**
   * The application's secret is rotated at once, which creates its user with the master's name and password. The master's
   * own password is as new as the database: its rotation first comes when its days are over, and until then Secrets
   * Manager only takes the test step, which needs the address, so that the secret has to be complete.
   */
  private createRotations(
    props: RotatingMysqlProps,
    rotationFunction: MysqlRotationFunction,
    application: ApplicationSecret,
    master?: MasterSecret,
  ): void {
    const rotate = (id: string, secret: Pick<SecretRotationProps, "secretArn" | "rotateImmediately" | "dependsOn">) =>
      new SecretRotation(this, id, {
        ...secret,
        rotationFunction,
        accountId: props.accountId,
        automaticallyAfterDays: props.rotateAfterDays,
      });
    const complete = master ? [master.complete(this.endpoint)] : [];
    if (master) {
      rotate("master-rotation", { secretArn: master.arn, rotateImmediately: false, dependsOn: complete });
    }
    rotate("application-rotation", {
      secretArn: application.arn,
      rotateImmediately: true,
      dependsOn: [application.firstVersion, ...complete],
    });
  }

  private createFunction(props: RotatingMysqlProps, master?: MasterSecret): MysqlRotationFunction {
    const { accountId, region, vpcId, vpcCidr, subnetIds, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "mysql-rotation", "lambda-function"),
      accountId,
      region,
      vpcId,
      vpcCidr,
      subnetIds,
      databaseClientSecurityGroupId: this.clientSecurityGroupId,
      ...(master
        ? { secretArns: [master.arn, this.applicationSecretArn] }
        : { secretArns: [this.applicationSecretArn], readOnlySecretArns: [this.masterSecretArn] }),
      kmsKeyArn,
      logRetentionInDays,
    });
  }

  private get endpoint() {
    return { host: this.database.address, port: this.database.port };
  }
}

/** No name may end in a hyphen and six characters: Secrets Manager takes those for the random end of an ARN. */
function secretSettings({ names, region, kmsKeyArn, deletionProtection }: RotatingMysqlProps, component: string) {
  return {
    name: physicalName(names, component),
    region,
    kmsKeyArn,
    recoveryWindowInDays: deletionProtection ? 30 : 0,
  };
}
