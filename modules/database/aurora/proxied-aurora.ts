import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import { SecretRotation } from "../../security/secret-rotation";
import { ensure } from "../../shared/errors";
import { type NameScope, physicalName } from "../../shared/names";
import { DatabaseUserSecret } from "../database-user-secret";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { MysqlRotationFunction } from "../mysql/mysql-rotation-function";
import { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
import { DatabaseBootstrap } from "./database-bootstrap";
import { DatabaseProxy, type DatabaseProxyProps } from "./database-proxy";

export interface ProxiedAuroraProps extends Omit<AuroraClusterProps, "name" | "securityGroupId"> {
  readonly names: NameScope;
  readonly vpcId: string;
  /** Where the endpoint of Secrets Manager answers; the subnets reach it without a way out. */
  readonly vpcCidr: string;
  /** Databases that must exist. The application's user gets grants on the first. */
  readonly databases: readonly string[];
  /** Whom the proxy, and through it every client, connects as. */
  readonly applicationUsername: string;
  /** Days between rotations of that user's secret. */
  readonly rotateAfterDays: number;
  readonly proxy: Pick<
    DatabaseProxyProps,
    | "idleClientTimeoutSeconds"
    | "borrowTimeoutSeconds"
    | "maxConnectionsPercent"
    | "maxIdleConnectionsPercent"
    | "sessionPinningFilters"
  >;
}

/**
 * An Aurora cluster that clients reach through a proxy alone, and the functions that keep its databases and users.
 *
 * Everything follows one order: cluster and instances, the databases, the application user's secret, its rotation, which
 * creates the user, and the proxy, which reads that secret. The first rotation runs on for some seconds after the
 * apply: until then the proxy's connections are refused.
 */
export class ProxiedAurora extends Construct {
  readonly cluster: AuroraCluster;
  readonly proxy: DatabaseProxy;
  /** Group for whatever talks to the proxy. */
  readonly proxyClientSecurityGroupId: string;
  readonly applicationSecretArn: string;
  readonly rotationFunctionName: string;

  constructor(scope: Construct, id: string, props: ProxiedAuroraProps) {
    super(scope, id);
    const { vpcId } = props;
    const name = physicalName(props.names, "aurora", "rds-instance");
    const access = (id: string, service: string) =>
      new ClientAccess(this, id, { name: `${name}-${id}`, service, port: MYSQL_PORT, vpcId });
    const clusterAccess = access("cluster", "Aurora");
    const proxyAccess = access("proxy", "RDS Proxy");
    this.proxyClientSecurityGroupId = proxyAccess.clientSecurityGroupId;

    this.cluster = new AuroraCluster(this, "database", {
      ...props,
      name,
      securityGroupId: clusterAccess.serverSecurityGroupId,
    });
    const bootstrap = this.createBootstrap(props, clusterAccess.clientSecurityGroupId);
    const secret = this.createSecret(props);
    this.applicationSecretArn = secret.arn;
    const rotationFunction = this.createRotationFunction(props, clusterAccess.clientSecurityGroupId);
    this.rotationFunctionName = rotationFunction.name;
    const rotation = new SecretRotation(this, "rotation", {
      secretArn: secret.arn,
      rotationFunction,
      accountId: props.accountId,
      automaticallyAfterDays: props.rotateAfterDays,
      rotateImmediately: true,
      dependsOn: [secret.firstVersion, bootstrap.done],
    });
    this.proxy = new DatabaseProxy(this, "connections", {
      ...props.proxy,
      name,
      accountId: props.accountId,
      region: props.region,
      subnetIds: props.subnetIds,
      securityGroupIds: [proxyAccess.serverSecurityGroupId, clusterAccess.clientSecurityGroupId],
      clusterIdentifier: this.cluster.identifier,
      secretArn: secret.arn,
      kmsKeyArn: props.kmsKeyArn,
      readOnlyEndpoint: props.readers > 0,
      logRetentionInDays: props.logRetentionInDays,
      dependsOn: [...this.cluster.instances, rotation.resource],
    });
  }

  private createSecret(props: ProxiedAuroraProps): DatabaseUserSecret {
    const [databaseName] = props.databases;
    ensure(databaseName !== undefined, "databases", "name at least 1 database", props.databases);
    return new DatabaseUserSecret(this, "secret", {
      // No name may end in a hyphen and six characters: Secrets Manager takes those for the random end of an ARN.
      name: physicalName(props.names, "aurora-application"),
      description: "The user that RDS Proxy connects to the Aurora cluster as",
      kmsKeyArn: props.kmsKeyArn,
      region: props.region,
      recoveryWindowInDays: props.deletionProtection ? 30 : 0,
      username: props.applicationUsername,
      databaseName: databaseName ?? "",
      endpoint: this.endpoint,
      masterSecretArn: this.cluster.masterSecretArn,
    });
  }

  private createBootstrap(props: ProxiedAuroraProps, clientSecurityGroupId: string): DatabaseBootstrap {
    return new DatabaseBootstrap(this, "bootstrap", {
      ...props,
      ...this.endpoint,
      name: physicalName(props.names, "aurora-bootstrap", "lambda-function"),
      databaseClientSecurityGroupId: clientSecurityGroupId,
      masterSecretArn: this.cluster.masterSecretArn,
      dependsOn: this.cluster.instances,
    });
  }

  private createRotationFunction(props: ProxiedAuroraProps, clientSecurityGroupId: string): MysqlRotationFunction {
    const { accountId, region, vpcId, vpcCidr, subnetIds, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "aurora-rotation", "lambda-function"),
      accountId,
      region,
      vpcId,
      vpcCidr,
      subnetIds,
      databaseClientSecurityGroupId: clientSecurityGroupId,
      secretArns: [this.applicationSecretArn],
      readOnlySecretArns: [this.cluster.masterSecretArn],
      kmsKeyArn,
      logRetentionInDays,
    });
  }

  private get endpoint() {
    return { host: this.cluster.endpoint, port: this.cluster.port };
  }
}
