import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";
import { EnhancedMonitoringRole } from "../enhanced-monitoring-role";
import { ExportedLogs } from "../exported-logs";
import { MYSQL_PORT } from "../mysql/mysql-instance";
import { type AuroraLog, AuroraSettings } from "./aurora-settings";

export interface AuroraClusterProps {
  /** Identifier of the cluster and prefix of every other name, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** With its patch, e.g. `8.0.mysql_aurora.3.10.0`. Another one takes effect in the next maintenance window. */
  readonly engineVersion: string;
  /** Aurora capacity units of each instance, 0.5 to 256 in halves. */
  readonly minAcu: number;
  readonly maxAcu: number;
  /** Instances besides the writer, 0 to 15. */
  readonly readers: number;
  readonly masterUsername: string;
  /** In two zones at least, without a way to the internet; the order of `zoneNames`. */
  readonly subnetIds: readonly string[];
  readonly zoneNames: readonly string[];
  readonly securityGroupId: string;
  readonly kmsKeyArn: string;
  readonly backupRetentionInDays: number;
  readonly logs: readonly AuroraLog[];
  readonly logRetentionInDays: number;
  /** Whether the cluster refuses to be deleted, and leaves a final snapshot once it no longer does. */
  readonly deletionProtection: boolean;
}

/** UTC; RDS lets the two not overlap. */
const BACKUP_WINDOW = "02:00-03:00";
const MAINTENANCE_WINDOW = "sun:08:00-sun:09:00";
/** Seconds between samples of enhanced monitoring. */
const MONITORING_INTERVAL = 60;
/** Days of Performance Insights that cost nothing, which is all that Database Insights' standard mode keeps. */
const INSIGHTS_DAYS = 7;
const MOST_READERS = 15;

/**
 * Aurora MySQL Serverless v2: a writer and readers in other zones over one volume that Aurora keeps six copies of in three
 * zones. A reader takes over within about a minute (RTO) and nothing that was committed is lost (RPO 0); without a
 * reader Aurora makes a new writer, which takes about ten.
 *
 * The master password is RDS's own: it makes it up, keeps it in a secret of its own and rotates it every 7 days.
 */
export class AuroraCluster extends Construct {
  readonly identifier: string;
  readonly arn: string;
  /** Where the writer answers; it survives a failover. */
  readonly endpoint: string;
  readonly port: number = MYSQL_PORT;
  readonly instanceIdentifiers: readonly string[];
  readonly masterSecretArn: string;
  /** The instances: whoever connects waits for them. */
  readonly instances: readonly RdsClusterInstance[];
  /** Escape hatch: the underlying `aws_rds_cluster`. */
  readonly resource: RdsCluster;

  constructor(scope: Construct, id: string, props: AuroraClusterProps) {
    super(scope, id);
    check(props);
    this.resource = this.createCluster(props);
    const role = new EnhancedMonitoringRole(this, "monitoring", {
      name: `${props.name}-monitoring`,
      accountId: props.accountId,
      region: props.region,
      instancePrefix: props.name,
    });
    this.instances = Array.from({ length: 1 + props.readers }, (_, order) =>
      this.createInstance(order, role.arn, props),
    );
    this.instanceIdentifiers = this.instances.map((instance) => instance.identifier);
    this.identifier = this.resource.clusterIdentifier;
    this.arn = this.resource.arn;
    this.endpoint = this.resource.endpoint;
    this.masterSecretArn = this.resource.masterUserSecret.get(0).secretArn;
  }

  private createCluster(props: AuroraClusterProps): RdsCluster {
    const { name, kmsKeyArn, deletionProtection, logs } = props;
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Isolated subnets of the Aurora cluster",
      subnetIds: [...props.subnetIds],
    });
    const settings = new AuroraSettings(this, "settings", { name, logs });
    const groups = new ExportedLogs(this, "logs", {
      instanceIdentifier: name,
      kind: "cluster",
      types: logs,
      kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    // No databaseName: changing it would replace the cluster. The bootstrap function creates what the configuration names.
    return new RdsCluster(this, "Resource", {
      clusterIdentifier: name,
      engine: "aurora-mysql",
      engineMode: "provisioned",
      engineVersion: props.engineVersion,
      serverlessv2ScalingConfiguration: { minCapacity: props.minAcu, maxCapacity: props.maxAcu },
      masterUsername: props.masterUsername,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: kmsKeyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
      port: MYSQL_PORT,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      dbClusterParameterGroupName: settings.parameterGroupName,
      enabledCloudwatchLogsExports: [...logs],
      backupRetentionPeriod: props.backupRetentionInDays,
      preferredBackupWindow: BACKUP_WINDOW,
      preferredMaintenanceWindow: MAINTENANCE_WINDOW,
      copyTagsToSnapshot: true,
      deletionProtection,
      skipFinalSnapshot: !deletionProtection,
      // Stable, so that nothing changes between plans. A second destroy needs the first one's snapshot out of the way.
      finalSnapshotIdentifier: `${name}-final`,
      dependsOn: [...groups.groups],
    });
  }

  /**
   * Tiers 0 and 1: readers of these scale with the writer, so that one that takes over has its capacity at once (Aurora
   * user guide, "Choosing the promotion tier for an Aurora Serverless v2 reader").
   */
  private createInstance(order: number, monitoringRoleArn: string, props: AuroraClusterProps): RdsClusterInstance {
    const key = order === 0 ? "writer" : `reader-${order}`;
    const zone = props.zoneNames[order % props.zoneNames.length];
    return new RdsClusterInstance(this, key, {
      identifier: `${props.name}-${order + 1}`,
      clusterIdentifier: this.resource.id,
      instanceClass: "db.serverless",
      engine: "aurora-mysql",
      engineVersion: this.resource.engineVersion,
      ...(zone ? { availabilityZone: zone } : {}),
      promotionTier: order === 0 ? 0 : 1,
      publiclyAccessible: false,
      // Good until 2061, and rotated by RDS without a restart.
      caCertIdentifier: "rds-ca-rsa2048-g1",
      // The version is the configuration's, patch included: had AWS moved on, the next plan would ask for the old one back.
      autoMinorVersionUpgrade: false,
      copyTagsToSnapshot: true,
      preferredMaintenanceWindow: MAINTENANCE_WINDOW,
      monitoringInterval: MONITORING_INTERVAL,
      monitoringRoleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.kmsKeyArn,
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
    });
  }
}

function check({ name, minAcu, maxAcu, readers, subnetIds, zoneNames }: AuroraClusterProps): void {
  const named = /^[a-z](-?[a-z0-9])*$/.test(name) && name.length <= 60;
  ensure(named, "name", "be at most 60 lower-case letters, digits and single hyphens and start with a letter", name);
  const halves = (acu: number) => acu <= 256 && Number.isInteger(acu * 2);
  ensure(
    halves(minAcu) && minAcu >= 0.5,
    "minAcu",
    "be from 0.5 to 256 in steps of 0.5",
    minAcu,
    "the proxy's connections keep a cluster from pausing at 0",
  );
  ensure(halves(maxAcu) && maxAcu >= 1, "maxAcu", "be from 1 to 256 in steps of 0.5", maxAcu);
  ensure(minAcu <= maxAcu, "minAcu", `be at most maxAcu (${maxAcu})`, minAcu);
  const counted = Number.isInteger(readers) && readers >= 0 && readers <= MOST_READERS;
  ensure(counted, "readers", `be a whole number from 0 to ${MOST_READERS}`, readers);
  ensure(subnetIds.length >= 2, "subnetIds", "hold at least 2 subnets, in different zones", subnetIds);
  ensure(zoneNames.length >= 2, "zoneNames", "name at least 2 zones", zoneNames);
}
