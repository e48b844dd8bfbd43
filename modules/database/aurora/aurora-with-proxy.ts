import { Construct } from "constructs";
import { ClientAccess } from "../../security/client-access";
import type { ReadableSecret } from "../../security/secret-access";
import { type NameScope, physicalName } from "../../shared/names";
import type { DatabaseNetwork } from "../database-function";
import { type DatabaseGenerationsProps, databaseGenerations, servingOf } from "../database-generations";
import { checkWithoutRole, DATABASE_ROLES, type DatabaseRole, type GrantedRoles } from "../database-roles";
import { MASTER_USERNAME } from "../database-users";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { MysqlRotationFunction } from "../mysql/mysql-rotation-function";
import type { AuroraCluster, AuroraClusterProps } from "./aurora-cluster";
import { AuroraGeneration } from "./aurora-generation";
import type { ConnectionPool } from "./connection-pool";
import { DatabaseBootstrap } from "./database-bootstrap";
import { DatabaseProxy } from "./database-proxy";

export interface AuroraWithProxyProps
  extends DatabaseGenerationsProps,
    Omit<AuroraClusterProps, "name" | "subnets" | "securityGroupId" | "origin"> {
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
 * A restore creates a second cluster with secrets of its own. The proxy, the bootstrap and all facts are those of the cluster
 * that serves. The rotation function rotates the secrets of both.
 *
 * Resources depend on each other in this order: cluster and instances, databases, the users' secrets, their rotations, the
 * proxy. The first rotation of a secret creates its user and continues for some seconds after the apply. Until it ends, the
 * cluster refuses the proxy's connections as this user.
 */
export class AuroraWithProxy extends Construct {
  /** The cluster that serves. */
  readonly cluster: AuroraCluster;
  /** The cluster that serves, and the other one during a restore. */
  readonly generations: readonly AuroraGeneration[];
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

    this.generations = databaseGenerations(props).map(
      (generation) =>
        new AuroraGeneration(this, {
          ...props,
          name,
          generation,
          granted,
          subnets: network.subnets,
          securityGroupId: clusterAccess.serverSecurityGroupId,
        }),
    );
    const serving = servingOf(this.generations);
    this.cluster = serving.cluster;
    this.secrets = serving.secrets;
    this.bootstrapFunction = this.createBootstrap(props, serving, granted);
    this.rotationFunction = this.createRotationFunction(props, granted);
    const rotations = this.rotate(serving, props);
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
      dependsOn: [...this.cluster.instances, ...rotations],
    });
  }

  private createBootstrap(
    props: AuroraWithProxyProps,
    { cluster, endpoint }: AuroraGeneration,
    granted: GrantedRoles,
  ): DatabaseBootstrap {
    return new DatabaseBootstrap(this, "bootstrap", {
      ...granted,
      ...this.functionSettings(props),
      name: physicalName(props.names, "aurora-bootstrap", "lambda-function"),
      masterSecret: cluster.masterSecret,
      endpoint,
      dependsOn: cluster.instances,
    });
  }

  /** Returns the rotations of the cluster that serves. */
  private rotate(serving: AuroraGeneration, { accountId, rotateAfterDays }: AuroraWithProxyProps) {
    const rotation = { rotationFunction: this.rotationFunction, accountId, automaticallyAfterDays: rotateAfterDays };
    for (const other of this.generations.filter((generation) => generation !== serving)) {
      other.rotate({ ...rotation, dependsOn: other.cluster.instances });
    }
    return serving.rotate({ ...rotation, dependsOn: [this.bootstrapFunction.done] });
  }

  private createRotationFunction(props: AuroraWithProxyProps, granted: GrantedRoles): MysqlRotationFunction {
    return new MysqlRotationFunction(this, "rotation-function", {
      ...this.functionSettings(props),
      name: physicalName(props.names, "aurora-rotation", "lambda-function"),
      rotated: this.generations.flatMap(({ secrets }) => Object.values(secrets)),
      readOnly: this.generations.map(({ cluster }) => cluster.masterSecret),
      granted,
    });
  }

  private functionSettings({ accountId, region, network, kmsKeyArn, logRetentionInDays }: AuroraWithProxyProps) {
    const { databaseClientSecurityGroupId } = this;
    return { accountId, region, network, databaseClientSecurityGroupId, kmsKeyArn, logRetentionInDays };
  }
}
