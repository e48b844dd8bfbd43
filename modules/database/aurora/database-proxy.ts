import { DbProxy } from "@cdktf/provider-aws/lib/db-proxy";
import { DbProxyDefaultTargetGroup } from "@cdktf/provider-aws/lib/db-proxy-default-target-group";
import { DbProxyEndpoint } from "@cdktf/provider-aws/lib/db-proxy-endpoint";
import { DbProxyTarget } from "@cdktf/provider-aws/lib/db-proxy-target";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../../monitoring/expiring-log-group";
import { ensure } from "../../shared/errors";
import { policyDocument, serviceTrust } from "../../shared/iam";

export interface DatabaseProxyProps {
  /** Name of proxy and role, e.g. `project-x-prod-aurora`. RDS allows no two hyphens in a row. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** In two zones at least, and with routes to the cluster. */
  readonly subnetIds: readonly string[];
  /** Groups that let clients in, and the proxy to the cluster. */
  readonly securityGroupIds: readonly string[];
  readonly clusterIdentifier: string;
  /** Credentials that the proxy itself connects with. Its user is the only one that clients may be. */
  readonly secretArn: string;
  readonly kmsKeyArn: string;
  /** Whether clients get an endpoint for the cluster's readers: only with a reader. */
  readonly readOnlyEndpoint: boolean;
  readonly idleClientTimeoutSeconds: number;
  readonly borrowTimeoutSeconds: number;
  readonly maxConnectionsPercent: number;
  readonly maxIdleConnectionsPercent: number;
  readonly sessionPinningFilters: readonly string[];
  readonly logRetentionInDays: number;
  /** What the proxy needs to find: the secret's value, the cluster's instances. @default nothing more */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * RDS Proxy in front of an Aurora MySQL cluster: clients come over TLS with a token of IAM, the proxy lends them its own
 * connections. It keeps them across a failover, and reads the secret anew when its password has been rotated.
 *
 * Billed by the capacity of the cluster, 8 ACU at least per instance (RDS Proxy pricing).
 */
export class DatabaseProxy extends Construct {
  readonly name: string;
  readonly endpoint: string;
  /** Where readers answer; undefined without any. */
  readonly readOnlyEndpoint: string | undefined;
  /** `prx-...`, as `rds-db:connect` names it. */
  readonly resourceId: string;
  /** Escape hatch: the underlying `aws_db_proxy`. */
  readonly resource: DbProxy;

  constructor(scope: Construct, id: string, props: DatabaseProxyProps) {
    super(scope, id);
    const { name, subnetIds } = props;
    ensure(/^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(name) && name.length <= 60, "name", NAME, name);
    ensure(subnetIds.length >= 2, "subnetIds", "hold at least 2 subnets, in different zones", subnetIds);
    ensure(
      props.maxIdleConnectionsPercent <= props.maxConnectionsPercent,
      "maxIdleConnectionsPercent",
      `be at most maxConnectionsPercent (${props.maxConnectionsPercent})`,
      props.maxIdleConnectionsPercent,
    );
    this.resource = this.createProxy(props);
    this.createTarget(props);
    this.name = this.resource.name;
    this.endpoint = this.resource.endpoint;
    this.readOnlyEndpoint = props.readOnlyEndpoint ? this.createReadOnlyEndpoint(props) : undefined;
    // arn:aws:rds:<region>:<account>:db-proxy:prx-... A local value, because a policy is JSON and the expression has quotes.
    const resourceId = Fn.element(Fn.split(":", this.resource.arn), 6);
    this.resourceId = new TerraformLocal(this, "resource-id", resourceId).asString;
  }

  private createProxy(props: DatabaseProxyProps): DbProxy {
    const { name, secretArn, dependsOn = [] } = props;
    // RDS would create it itself, without a key and without an end.
    const logs = new ExpiringLogGroup(this, "log-group", {
      name: `/aws/rds/proxy/${name}`,
      kmsKeyArn: props.kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    const { role, permissions } = this.createRole(props);
    return new DbProxy(this, "Resource", {
      name,
      engineFamily: "MYSQL",
      requireTls: true,
      // It would write the text of every statement into the log.
      debugLogging: false,
      idleClientTimeout: props.idleClientTimeoutSeconds,
      roleArn: role.arn,
      auth: [
        {
          authScheme: "SECRETS",
          iamAuth: "REQUIRED",
          secretArn,
          clientPasswordAuthType: "MYSQL_NATIVE_PASSWORD",
          description: "The application's user",
        },
      ],
      vpcSubnetIds: [...props.subnetIds],
      vpcSecurityGroupIds: [...props.securityGroupIds],
      dependsOn: [permissions, logs.resource, ...dependsOn],
    });
  }

  /** One secret and the key that it is encrypted with: all that the proxy reads. */
  private createRole({ name, region, secretArn, kmsKeyArn }: DatabaseProxyProps) {
    const role = new IamRole(this, "role", {
      name: `${name}-proxy`,
      description: "Lets RDS Proxy read the credentials of its user",
      assumeRolePolicy: serviceTrust("rds.amazonaws.com"),
    });
    const permissions = new IamRolePolicy(this, "permissions", {
      name: "read-secret",
      role: role.name,
      policy: policyDocument([
        { sid: "ReadSecret", actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
        {
          sid: "DecryptSecret",
          actions: ["kms:Decrypt"],
          resources: [kmsKeyArn],
          conditions: {
            StringEquals: {
              "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
              "kms:EncryptionContext:SecretARN": secretArn,
            },
          },
        },
      ]),
    });
    return { role, permissions };
  }

  private createTarget(props: DatabaseProxyProps): void {
    const group = new DbProxyDefaultTargetGroup(this, "target-group", {
      dbProxyName: this.resource.name,
      connectionPoolConfig: {
        connectionBorrowTimeout: props.borrowTimeoutSeconds,
        maxConnectionsPercent: props.maxConnectionsPercent,
        maxIdleConnectionsPercent: props.maxIdleConnectionsPercent,
        sessionPinningFilters: [...props.sessionPinningFilters],
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

const NAME = "be at most 60 letters, digits and single hyphens and start with a letter";
