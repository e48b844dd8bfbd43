import { DbProxy } from "@cdktf/provider-aws/lib/db-proxy";
import { DbProxyDefaultTargetGroup } from "@cdktf/provider-aws/lib/db-proxy-default-target-group";
import { DbProxyEndpoint } from "@cdktf/provider-aws/lib/db-proxy-endpoint";
import { DbProxyTarget } from "@cdktf/provider-aws/lib/db-proxy-target";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../../monitoring/expiring-log-group";
import type { ReadableSecret } from "../../security/secret-access";
import { arnOf } from "../../shared/arn";
import { ensure } from "../../shared/errors";
import type { PolicyStatement } from "../../shared/iam";
import type { DatabaseRole } from "../database-roles";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { type ConnectionPool, connectionPool } from "./connection-pool";
import { createProxyRole } from "./proxy-role";

export interface DatabaseProxyProps extends ConnectionPool {
  /** Name of proxy and role, at most 60 letters, digits and single hyphens, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  /** Account of the proxy. */
  readonly accountId: string;
  /** Region of the proxy. */
  readonly region: string;
  /** Subnets in at least two zones, with a route to the cluster. */
  readonly subnetIds: readonly string[];
  /** Security groups that accept clients, and that may connect to the cluster. */
  readonly securityGroupIds: readonly string[];
  /** The cluster. */
  readonly clusterIdentifier: string;
  /** Secrets of the database users. Clients can connect as these users only. */
  readonly secrets: Readonly<Record<DatabaseRole, ReadableSecret>>;
  /** ARN of the key that encrypts the log. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** Whether the proxy has an endpoint for the cluster's readers, which needs a reader. @default false */
  readonly readOnlyEndpoint?: boolean | undefined;
  /** Days that log events are kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
  /** Resources that the proxy needs, such as the secret's value and the cluster's instances. @default none */
  readonly dependsOn?: readonly ITerraformDependable[] | undefined;
}

const NAME = "be at most 60 letters, digits and single hyphens and start with a letter";

/**
 * RDS Proxy for an Aurora MySQL cluster. Clients connect over TLS with an IAM token, and share the proxy's connections. The
 * proxy keeps clients connected during a failover, and reads the secret again after a rotation.
 *
 * Billed by the capacity of the cluster, for at least 8 ACU per instance (RDS Proxy pricing).
 */
export class DatabaseProxy extends Construct {
  readonly name: string;
  /** Endpoint that leads to the writer. */
  readonly writer: { readonly address: string; readonly port: number };
  /** Endpoint that leads to the readers. Undefined without `readOnlyEndpoint`. */
  readonly readers: { readonly address: string; readonly port: number } | undefined;
  /** Escape hatch: the underlying `aws_db_proxy`. */
  readonly resource: DbProxy;

  private readonly account: { readonly accountId: string; readonly region: string };
  /** `prx-...`, which is part of the ARNs for `rds-db:connect`. */
  private readonly resourceId: string;

  constructor(scope: Construct, id: string, props: DatabaseProxyProps) {
    super(scope, id);
    const { name, accountId, region, subnetIds, readOnlyEndpoint = false } = props;
    ensure(/^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(name) && name.length <= 60, "name", NAME, name);
    ensure(subnetIds.length >= 2, "subnetIds", "hold at least 2 subnets, in different zones", subnetIds);
    this.account = { accountId, region };
    this.resource = this.createProxy(props);
    this.createTarget(props);
    this.name = this.resource.name;
    this.writer = { address: this.resource.endpoint, port: MYSQL_PORT };
    this.readers = readOnlyEndpoint ? { address: this.createReadOnlyEndpoint(props), port: MYSQL_PORT } : undefined;
    // The end of arn:aws:rds:<region>:<account>:db-proxy:prx-... A local value, because the quotes of the expression would
    // break the JSON of a policy.
    const resourceId = Fn.element(Fn.split(":", this.resource.arn), 6);
    this.resourceId = new TerraformLocal(this, "resource-id", resourceId).asString;
  }

  /** Allows to find the addresses of the endpoints. */
  findStatements(): readonly PolicyStatement[] {
    const arn = (type: string) => arnOf({ ...this.account, service: "rds", resource: `${type}:*` });
    return [
      {
        sid: "FindEndpoints",
        actions: ["rds:DescribeDBProxies", "rds:DescribeDBProxyEndpoints"],
        // All proxies of the account and the Region, because the ids in the ARNs are unknown to the caller.
        resources: [arn("db-proxy"), arn("db-proxy-endpoint")],
      },
    ];
  }

  /**
   * Allows to connect to all endpoints of the proxy as `user`, with an IAM token. The endpoints use the authentication of their
   * proxy, so the ARN contains the proxy's id also for the read-only endpoint.
   * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-endpoints.html
   */
  connectStatements(user: string): readonly PolicyStatement[] {
    const resource = arnOf({ ...this.account, service: "rds-db", resource: `dbuser:${this.resourceId}/${user}` });
    return [{ sid: "ConnectToDatabase", actions: ["rds-db:connect"], resources: [resource] }];
  }

  private createProxy(props: DatabaseProxyProps): DbProxy {
    const { name, secrets, dependsOn = [] } = props;
    // Created here, because RDS would create the group without encryption and without expiry.
    const logs = new ExpiringLogGroup(this, "log-group", {
      name: `/aws/rds/proxy/${name}`,
      kmsKeyArn: props.kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    const { role, permissions } = createProxyRole(this, props);
    return new DbProxy(this, "Resource", {
      name,
      engineFamily: "MYSQL",
      requireTls: true,
      // Off, because it writes the text of every statement to the log.
      debugLogging: false,
      idleClientTimeout: connectionPool(props).idleClientTimeoutSeconds,
      roleArn: role.arn,
      auth: Object.entries(secrets).map(([user, { arn }]) => ({
        authScheme: "SECRETS",
        iamAuth: "REQUIRED",
        secretArn: arn,
        clientPasswordAuthType: "MYSQL_NATIVE_PASSWORD",
        description: `Database user ${user}`,
      })),
      vpcSubnetIds: [...props.subnetIds],
      vpcSecurityGroupIds: [...props.securityGroupIds],
      dependsOn: [permissions, logs.resource, ...dependsOn],
    });
  }

  private createTarget(props: DatabaseProxyProps): void {
    const { borrowTimeoutSeconds, maxConnectionsPercent, maxIdleConnectionsPercent, sessionPinningFilters } =
      connectionPool(props);
    const group = new DbProxyDefaultTargetGroup(this, "target-group", {
      dbProxyName: this.resource.name,
      connectionPoolConfig: {
        connectionBorrowTimeout: borrowTimeoutSeconds,
        maxConnectionsPercent,
        maxIdleConnectionsPercent,
        sessionPinningFilters: [...sessionPinningFilters],
      },
    });
    new DbProxyTarget(this, "target", {
      dbProxyName: this.resource.name,
      targetGroupName: group.name,
      dbClusterIdentifier: props.clusterIdentifier,
    });
  }

  private createReadOnlyEndpoint({ name, subnetIds, securityGroupIds }: DatabaseProxyProps): string {
    return new DbProxyEndpoint(this, "read-only", {
      dbProxyName: this.resource.name,
      dbProxyEndpointName: `${name}-read-only`,
      vpcSubnetIds: [...subnetIds],
      vpcSecurityGroupIds: [...securityGroupIds],
      targetRole: "READ_ONLY",
    }).endpoint;
  }
}
