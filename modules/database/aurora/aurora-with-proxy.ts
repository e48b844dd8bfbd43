import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { DatabaseRoleUsers } from "../database-role-users";
import { checkWithoutRole, DATABASE_ROLES, type DatabaseRole, type GrantedRoles } from "../database-roles";
import { MASTER_USERNAME } from "../database-users";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { MysqlRotationFunction } from "../mysql/mysql-rotation-function";
import { AuroraCluster, type AuroraClusterProps } from "./aurora-cluster";
import type { ConnectionPool } from "./connection-pool";
import { DatabaseBootstrap } from "./database-bootstrap";
import { DatabaseProxy } from "./database-proxy";

export interface AuroraWithProxyProps extends Omit<AuroraClusterProps, "name" | "subnets" | "securityGroupId"> {
  /** Project and environment, the prefix of every name. */
  readonly names: NameScope;
  /** The VPC and the subnets of instances, proxy and functions. */
  readonly network: DatabaseNetwork;
  /**
   * Databases that must exist. Each role has its privileges on all of them. Do not remove the first one later, because the
   * users' secrets name it. @default ["app"]
   */
  readonly databases?: readonly string[] | undefined;
  /** Days between two rotations of each user's secret, 1 to 1000. @default 30 */
  readonly rotateAfterDays?: number | undefined;
  /** How the proxy manages connections. @default the defaults of each field */
  readonly proxy?: ConnectionPool | undefined;
}

/**
 * An Aurora cluster behind a proxy, and the functions that create its databases and rotate its passwords. Clients can reach
 * the cluster through the proxy only. There is one database user for each role.
 *
 * Resources depend on each other in this order: cluster and instances, databases, the users' secrets, their rotations, the
 * proxy. The first rotation of a secret creates its user and continues for some seconds after the apply. Until it ends, the
 * cluster refuses the proxy's connections as this user.
 */
export class AuroraWithProxy extends Construct {
  readonly cluster: AuroraCluster;
  readonly proxy: DatabaseProxy;
  /** Security group for clients of the proxy. */
  readonly clientSecurityGroupId: string;
  /** Security group for clients of the cluster itself. */
  readonly databaseClientSecurityGroupId: string;
  /** Databases on which each role has its privileges. */
  readonly databases: readonly string[];
  /** Credentials of each role's user, with the address of the writer. */
  readonly secrets: Readonly<Record<DatabaseRole, ReadableSecret>>;
  readonly rotationFunction: MysqlRotationFunction;
  readonly bootstrapFunction: DatabaseBootstrap;

  constructor(scope: Construct, id: string, props: AuroraWithProxyProps) {
    super(scope, id);
    const { network, databases = ["app"] } = props;
    checkWithoutRole("masterUsername", props.masterUsername ?? MASTER_USERNAME, DATABASE_ROLES);
    const name = physicalName(props.names, "aurora", "rds-instance");
    const access = (id: string, service: string) =>
      new ClientAccess(this, id, { name: `${name}-${id}`, service, port: MYSQL_PORT, vpcId: network.vpc.vpcId });
    const clusterAccess = access("cluster", "Aurora");
    const proxyAccess = access("proxy", "RDS Proxy");
    this.clientSecurityGroupId = proxyAccess.clientSecurityGroupId;
    this.databaseClientSecurityGroupId = clusterAccess.clientSecurityGroupId;
    this.databases = databases;
    const granted = { databases, roles: DATABASE_ROLES };

    this.cluster = new AuroraCluster(this, "database", {
      ...props,
      name,
      subnets: network.subnets,
      securityGroupId: clusterAccess.serverSecurityGroupId,
    });
    this.bootstrapFunction = this.createBootstrap(props, granted);
    const users = this.createUsers(name, props, granted);
    this.secrets = users.secrets;
    this.rotationFunction = this.createRotationFunction(props, granted);
    const rotations = users.rotate({
      rotationFunction: this.rotationFunction,
      accountId: props.accountId,
      automaticallyAfterDays: props.rotateAfterDays,
      dependsOn: [this.bootstrapFunction.done],
    });
    this.proxy = new DatabaseProxy(this, "connections", {
      ...props.proxy,
      name,
      accountId: props.accountId,
      region: props.region,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [proxyAccess.serverSecurityGroupId, this.databaseClientSecurityGroupId],
      clusterIdentifier: this.cluster.identifier,
      secrets: this.secrets,
      kmsKeyArn: props.kmsKeyArn,
      readOnlyEndpoint: this.cluster.readerCount > 0,
      logRetentionInDays: props.logRetentionInDays,
      dependsOn: [...this.cluster.instances, ...rotations.map(({ resource }) => resource)],
    });
  }

  private createUsers(name: string, props: AuroraWithProxyProps, granted: GrantedRoles) {
    return new DatabaseRoleUsers(this, "users", {
      ...granted,
      name,
      kmsKeyArn: props.kmsKeyArn,
      region: props.region,
      ...(props.deletionProtection === false ? { recoveryWindowInDays: 0 } : {}),
      endpoint: this.endpoint,
      masterSecretArn: this.cluster.masterSecret.arn,
    });
  }

  private createBootstrap(props: AuroraWithProxyProps, granted: GrantedRoles): DatabaseBootstrap {
    return new DatabaseBootstrap(this, "bootstrap", {
      ...granted,
      ...this.functionSettings(props),
      name: physicalName(props.names, "aurora-bootstrap", "lambda-function"),
      masterSecret: this.cluster.masterSecret,
      endpoint: this.endpoint,
      dependsOn: this.cluster.instances,
    });
  }

  private createRotationFunction(props: AuroraWithProxyProps, granted: GrantedRoles): MysqlRotationFunction {
    return new MysqlRotationFunction(this, "rotation-function", {
      ...this.functionSettings(props),
      name: physicalName(props.names, "aurora-rotation", "lambda-function"),
      rotated: Object.values(this.secrets),
      readOnly: [this.cluster.masterSecret],
      granted,
    });
  }

  private functionSettings({ accountId, region, network, kmsKeyArn, logRetentionInDays }: AuroraWithProxyProps) {
    const { databaseClientSecurityGroupId } = this;
    return { accountId, region, network, databaseClientSecurityGroupId, kmsKeyArn, logRetentionInDays };
  }

  private get endpoint() {
    return { host: this.cluster.writer.address, port: this.cluster.writer.port };
  }
}
