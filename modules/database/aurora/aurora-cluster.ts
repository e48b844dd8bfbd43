import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { Construct } from "constructs";
import { SecretAccess } from "../../security/secret-access";
import { ensure, required } from "../../shared/errors";
import type { ZonalSubnet } from "../database-function";
import { clusterOrigin, type DatabaseOrigin } from "../database-origin";
import { MASTER_USERNAME } from "../database-users";
import { EnhancedMonitoringRole } from "../enhanced-monitoring-role";
import { ExportedLogs } from "../exported-logs";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { auroraInstanceArguments, MAINTENANCE_WINDOW } from "./aurora-instance-arguments";
import { AURORA_LOGS, type AuroraLog, AuroraParameterGroup } from "./aurora-parameter-group";

export interface AuroraClusterProps {
  /** Identifier of the cluster and prefix of every other name, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  /** Account of the cluster. */
  readonly accountId: string;
  /** Region of the cluster. */
  readonly region: string;
  /** Isolated subnets in at least two zones. Instances fill the zones in this order. */
  readonly subnets: readonly ZonalSubnet[];
  /** Security group of the cluster. */
  readonly securityGroupId: string;
  /** ARN of the key for storage, master secret, logs and Performance Insights. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /**
   * Version with its patch. A change takes effect in the next maintenance window, also to another major version. 3.10 is a
   * long-term support release.
   * @default "8.0.mysql_aurora.3.10.0"
   */
  readonly engineVersion?: string | undefined;
  /** Minimum capacity of each instance in ACU, 0.5 to 256 in steps of 0.5. @default 0.5 */
  readonly minAcu?: number | undefined;
  /** Maximum capacity of each instance in ACU, 1 to 256 in steps of 0.5. @default 16 */
  readonly maxAcu?: number | undefined;
  /** Number of reader instances, 0 to 15. @default 1 */
  readonly readers?: number | undefined;
  /** Master user. Another name replaces the cluster. @default "project_x_user" */
  readonly masterUsername?: string | undefined;
  /** Days of automated backups, which allow a point-in-time restore, 1 to 35. @default 14 */
  readonly backupRetentionInDays?: number | undefined;
  /**
   * Logs that are exported to CloudWatch Logs. The general log contains every statement with its values.
   * @default all but the general log
   */
  readonly logs?: readonly AuroraLog[] | undefined;
  /** Days that exported logs are kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
  /** Whether the cluster refuses to be deleted. Without protection, it leaves no final snapshot. @default true */
  readonly deletionProtection?: boolean | undefined;
  /** Where a restored cluster gets its data from. @default the cluster is created empty */
  readonly origin?: DatabaseOrigin | undefined;
}

/** UTC. RDS requires that it does not overlap the maintenance window. */
const BACKUP_WINDOW = "02:00-03:00";
const ENGINE_VERSION = "8.0.mysql_aurora.3.10.0";
const MOST_READERS = 15;
const DEFAULT_LOGS: readonly AuroraLog[] = ["audit", "error", "slowquery"];

/**
 * An Aurora MySQL Serverless v2 cluster: a writer and readers in different zones. They share one volume, of which Aurora
 * keeps six copies in three zones. A reader takes over within about one minute (RTO), and no committed data is lost
 * (RPO 0). Without a reader, Aurora creates a new writer, which takes about ten minutes.
 *
 * RDS creates the master password, keeps it in a secret and rotates it every 7 days.
 */
export class AuroraCluster extends Construct {
  readonly identifier: string;
  /** ID that only this cluster has. A cluster that replaces it under the same identifier has another one. */
  readonly resourceId: string;
  /** The identifier as text. A resource that uses it does not depend on the cluster. */
  readonly name: string;
  readonly arn: string;
  /** Name of the subnet group. A restored cluster needs it too. */
  readonly subnetGroupName: string;
  /** The cluster endpoint, which always leads to the current writer. */
  readonly writer: { readonly address: string; readonly port: number };
  /** Number of reader instances. */
  readonly readerCount: number;
  /** Maximum capacity of each instance in ACU. */
  readonly maxAcu: number;
  /** Secret of the master user, which RDS manages. */
  readonly masterSecret: SecretAccess;
  /** All instances. Resources that connect to the cluster must depend on them. */
  readonly instances: readonly RdsClusterInstance[];
  /** Escape hatch: the underlying `aws_rds_cluster`. */
  readonly resource: RdsCluster;

  constructor(scope: Construct, id: string, props: AuroraClusterProps) {
    super(scope, id);
    const { name, accountId, region, minAcu = 0.5, maxAcu = 16, readers = 1 } = props;
    check({ ...props, minAcu, maxAcu, readers });
    this.resource = this.createCluster(props, minAcu, maxAcu);
    const role = new EnhancedMonitoringRole(this, "monitoring", {
      name: `${name}-monitoring`,
      accountId,
      region,
      instancePrefix: name,
    });
    this.instances = Array.from({ length: 1 + readers }, (_, order) => this.createInstance(order, role.arn, props));
    this.identifier = this.resource.clusterIdentifier;
    this.resourceId = this.resource.clusterResourceId;
    this.name = name;
    this.arn = this.resource.arn;
    this.subnetGroupName = this.resource.dbSubnetGroupName;
    this.writer = { address: this.resource.endpoint, port: MYSQL_PORT };
    this.readerCount = readers;
    this.maxAcu = maxAcu;
    const { secretArn } = this.resource.masterUserSecret.get(0);
    this.masterSecret = new SecretAccess({ arn: secretArn, kmsKeyArn: props.kmsKeyArn, region });
  }

  private createCluster(props: AuroraClusterProps, minCapacity: number, maxCapacity: number): RdsCluster {
    const { name, kmsKeyArn, deletionProtection = true, logs = DEFAULT_LOGS, engineVersion = ENGINE_VERSION } = props;
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Isolated subnets of the Aurora cluster",
      subnetIds: props.subnets.map(({ subnetId }) => subnetId),
    });
    const parameters = new AuroraParameterGroup(this, "settings", { name, engineVersion, logs });
    const groups = new ExportedLogs(this, "logs", {
      identifier: name,
      kind: "cluster",
      // Also those that are off: Terraform would delete their groups before RDS stops to export, and RDS would create them
      // again, without encryption and without expiry.
      types: AURORA_LOGS,
      kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    // No databaseName, because a change of it would replace the cluster. The bootstrap function creates the databases.
    return new RdsCluster(this, "Resource", {
      clusterIdentifier: name,
      engine: "aurora-mysql",
      engineMode: "provisioned",
      engineVersion,
      // RDS refuses another major version without it. The configuration names the version, so none comes unasked.
      allowMajorVersionUpgrade: true,
      serverlessv2ScalingConfiguration: { minCapacity, maxCapacity },
      masterUsername: props.masterUsername ?? MASTER_USERNAME,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: kmsKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
      port: MYSQL_PORT,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      dbClusterParameterGroupName: parameters.name,
      enabledCloudwatchLogsExports: [...logs],
      backupRetentionPeriod: props.backupRetentionInDays ?? 14,
      preferredBackupWindow: BACKUP_WINDOW,
      preferredMaintenanceWindow: MAINTENANCE_WINDOW,
      copyTagsToSnapshot: true,
      deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      // A fixed name, so that plans show no change. Delete or rename the snapshot before the cluster is destroyed again.
      finalSnapshotIdentifier: `${name}-final`,
      ...(props.origin ? clusterOrigin(props.origin, props.region) : {}),
      dependsOn: [...groups.groups],
    });
  }

  private createInstance(order: number, monitoringRoleArn: string, props: AuroraClusterProps): RdsClusterInstance {
    const { name, subnets, kmsKeyArn } = props;
    const role = order === 0 ? "writer" : "reader";
    return new RdsClusterInstance(
      this,
      order === 0 ? role : `${role}-${order}`,
      auroraInstanceArguments({
        identifier: `${name}-${order + 1}`,
        clusterIdentifier: this.resource.id,
        engineVersion: this.resource.engineVersion,
        role,
        zone: required(subnets, order % subnets.length, "subnets").zone,
        monitoringRoleArn,
        kmsKeyArn,
      }),
    );
  }
}

type Checked = Pick<AuroraClusterProps, "name" | "subnets"> & Readonly<Record<"minAcu" | "maxAcu" | "readers", number>>;

function check({ name, minAcu, maxAcu, readers, subnets }: Checked): void {
  const named = /^[a-z](-?[a-z0-9])*$/.test(name) && name.length <= 60;
  ensure(named, "name", "be at most 60 lower-case letters, digits and single hyphens and start with a letter", name);
  const halves = (acu: number) => acu <= 256 && Number.isInteger(acu * 2);
  ensure(
    halves(minAcu) && minAcu >= 0.5,
    "minAcu",
    "be from 0.5 to 256 in steps of 0.5",
    minAcu,
    "a cluster behind RDS Proxy never pauses at 0",
  );
  ensure(halves(maxAcu) && maxAcu >= 1, "maxAcu", "be from 1 to 256 in steps of 0.5", maxAcu);
  ensure(minAcu <= maxAcu, "minAcu", `be at most maxAcu (${maxAcu})`, minAcu);
  const counted = Number.isInteger(readers) && readers >= 0 && readers <= MOST_READERS;
  ensure(counted, "readers", `be a whole number from 0 to ${MOST_READERS}`, readers);
  ensure(new Set(subnets.map(({ zone }) => zone)).size >= 2, "subnets", "be in at least 2 zones", subnets);
}
