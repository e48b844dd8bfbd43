import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { SecretRotation } from "../../security/secret-rotation";
import { required } from "../../shared/errors";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { DatabaseUserSecret } from "../database-user-secret";
import { type DatabaseUsersProps, databaseUsers } from "../database-users";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { MysqlRotationFunction } from "../mysql/mysql-rotation-function";
import { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
import type { ConnectionPool } from "./connection-pool";
import { DatabaseBootstrap } from "./database-bootstrap";
import { DatabaseProxy } from "./database-proxy";

export interface AuroraWithProxyProps
  extends DatabaseUsersProps,
    Omit<AuroraClusterProps, "name" | "subnets" | "securityGroupId" | "masterUsername"> {
  /** Project and environment, the prefix of every name. */
  readonly names: NameScope;
  /** The VPC and the subnets of instances, proxy and functions. */
  readonly network: DatabaseNetwork;
  /** Databases that must exist. The application user gets privileges on the first one. @default ["app"] */
  readonly databases?: readonly string[] | undefined;
  /** Days between two rotations of the application user's secret, 1 to 1000. @default 30 */
  readonly rotateAfterDays?: number | undefined;
  /** How the proxy manages connections. @default the defaults of each field */
  readonly proxy?: ConnectionPool | undefined;
}

/**
 * An Aurora cluster behind a proxy, and the functions that create its databases and rotate its passwords. Clients can reach
 * the cluster through the proxy only.
 *
 * Resources depend on each other in this order: cluster and instances, databases, the application user's secret, its rotation,
 * the proxy. The first rotation creates the user and continues for some seconds after the apply. Until it ends, the cluster
 * refuses the proxy's connections.
 */
export class AuroraWithProxy extends Construct {
  readonly cluster: AuroraCluster;
  readonly proxy: DatabaseProxy;
  /** Security group for clients of the proxy. */
  readonly clientSecurityGroupId: string;
  /** User that clients connect as. */
  readonly applicationUsername: string;
  /** Credentials of the proxy. */
  readonly applicationSecret: ReadableSecret;
  readonly rotationFunction: MysqlRotationFunction;
  readonly bootstrapFunction: DatabaseBootstrap;

  constructor(scope: Construct, id: string, props: AuroraWithProxyProps) {
    super(scope, id);
    const { network, databases = ["app"] } = props;
    const name = physicalName(props.names, "aurora", "rds-instance");
    const access = (id: string, service: string) =>
      new ClientAccess(this, id, { name: `${name}-${id}`, service, port: MYSQL_PORT, vpcId: network.vpc.vpcId });
    const clusterAccess = access("cluster", "Aurora");
    const proxyAccess = access("proxy", "RDS Proxy");
    this.clientSecurityGroupId = proxyAccess.clientSecurityGroupId;
    this.applicationUsername = databaseUsers(props).applicationUsername;

    this.cluster = new AuroraCluster(this, "database", {
      ...props,
      name,
      subnets: network.subnets,
      securityGroupId: clusterAccess.serverSecurityGroupId,
    });
    const databaseClientSecurityGroupId = clusterAccess.clientSecurityGroupId;
    const bootstrap = this.createBootstrap({ ...props, databases }, databaseClientSecurityGroupId);
    this.bootstrapFunction = bootstrap;
    const { secret, firstVersion } = this.createSecret({ ...props, databases });
    this.applicationSecret = secret;
    this.rotationFunction = this.createRotationFunction(props, databaseClientSecurityGroupId);
    const rotation = new SecretRotation(this, "rotation", {
      secretArn: secret.arn,
      rotationFunction: this.rotationFunction,
      accountId: props.accountId,
      automaticallyAfterDays: props.rotateAfterDays,
      dependsOn: [firstVersion, bootstrap.done],
    });
    this.proxy = new DatabaseProxy(this, "connections", {
      ...props.proxy,
      name,
      accountId: props.accountId,
      region: props.region,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [proxyAccess.serverSecurityGroupId, databaseClientSecurityGroupId],
      clusterIdentifier: this.cluster.identifier,
      secret,
      kmsKeyArn: props.kmsKeyArn,
      readOnlyEndpoint: this.cluster.readerCount > 0,
      logRetentionInDays: props.logRetentionInDays,
      dependsOn: [...this.cluster.instances, rotation.resource],
    });
  }

  private createSecret(props: WithDatabases): DatabaseUserSecret {
    return new DatabaseUserSecret(this, "secret", {
      name: physicalName(props.names, "aurora-application"),
      description: "User that RDS Proxy connects to the Aurora cluster as",
      kmsKeyArn: props.kmsKeyArn,
      region: props.region,
      ...(props.deletionProtection === false ? { recoveryWindowInDays: 0 } : {}),
      username: this.applicationUsername,
      databaseName: required(props.databases, 0, "databases"),
      endpoint: this.endpoint,
      masterSecretArn: this.cluster.masterSecret.arn,
    });
  }

  private createBootstrap(props: WithDatabases, databaseClientSecurityGroupId: string): DatabaseBootstrap {
    const { accountId, region, network, databases, kmsKeyArn, logRetentionInDays } = props;
    return new DatabaseBootstrap(this, "bootstrap", {
      name: physicalName(props.names, "aurora-bootstrap", "lambda-function"),
      accountId,
      region,
      network,
      databaseClientSecurityGroupId,
      masterSecret: this.cluster.masterSecret,
      endpoint: this.endpoint,
      databases,
      kmsKeyArn,
      logRetentionInDays,
      dependsOn: this.cluster.instances,
    });
  }

  private createRotationFunction(
    props: AuroraWithProxyProps,
    databaseClientSecurityGroupId: string,
  ): MysqlRotationFunction {
    const { accountId, region, network, kmsKeyArn, logRetentionInDays } = props;
    return new MysqlRotationFunction(this, "rotation-function", {
      name: physicalName(props.names, "aurora-rotation", "lambda-function"),
      accountId,
      region,
      network,
      databaseClientSecurityGroupId,
      rotated: [this.applicationSecret],
      readOnly: [this.cluster.masterSecret],
      kmsKeyArn,
      logRetentionInDays,
    });
  }

  private get endpoint() {
    return { host: this.cluster.writer.address, port: this.cluster.writer.port };
  }
}

type WithDatabases = AuroraWithProxyProps & { readonly databases: readonly string[] };
