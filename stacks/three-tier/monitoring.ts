import { Construct } from "constructs";
import { MysqlAlarms } from "../../modules/database/mysql/mysql-alarms";
import { RotationAlarm } from "../../modules/database/rotation-alarm";
import { HostAlarms } from "../../modules/hosts/host-alarms";
import { InstanceRefreshAlarm } from "../../modules/hosts/instance-refresh-alarm";
import { CompositeAlarm } from "../../modules/monitoring/composite-alarm";
import { Dashboard } from "../../modules/monitoring/dashboard";
import { BackupAlarms } from "../../modules/storage/backup/backup-alarms";
import { FileSystemAlarms } from "../../modules/storage/file-system-alarms";
import type { LoadBalancerAlarms } from "../../modules/web/load-balancer-alarms";
import type { MeasuredLoadBalancer } from "../../modules/web/metrics";
import { tierRows } from "./dashboard-rows";

export interface TierMonitoringProps {
  readonly loadBalancer: MeasuredLoadBalancer;
  /** Prefix of every name, e.g. `project-x-prod`. */
  readonly name: string;
  readonly region: string;
  readonly topicArn: string;
  /** Name of the alarm that somebody is woken for. */
  readonly pageAlarmName: string;
  /** Alarms that exist before the hosts do, because a refresh of the hosts asks them. */
  readonly loadBalancerAlarms: LoadBalancerAlarms;
  readonly hosts: {
    /** Known once the group exists. */
    readonly groupName: string;
    readonly minInService: number;
    /** Namespace of the metrics that the hosts publish. */
    readonly metricNamespace: string;
  };
  readonly mysql: {
    readonly identifier: string;
    readonly replicaIdentifiers: readonly string[];
    /** The Lambda function that rotates its passwords. */
    readonly rotationFunctionName: string;
    readonly instanceClass: string;
    readonly allocatedStorageGiB: number;
  };
  readonly fileSystemId: string;
  /** Where both are backed up to, and restored from on trial. */
  readonly backupVaultName: string;
  readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
}

/** What is watched of a web tier, its database and its file system, who is woken, and where to look. */
export class TierMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: TierMonitoringProps) {
    super(scope, id);
    const { name, topicArn, fileSystemId } = props;
    const hosts = new HostAlarms(this, "hosts", {
      name: `${name}-flask`,
      topicArn,
      groupName: props.hosts.groupName,
      minInService: props.hosts.minInService,
      hostNamespace: props.hosts.metricNamespace,
    });
    this.watchDatabase(props);
    new FileSystemAlarms(this, "file-system", { name: `${name}-efs`, fileSystemId, topicArn });
    new BackupAlarms(this, "backups", { name, vaultName: props.backupVaultName, topicArn });
    this.createPage(hosts, props);
    new Dashboard(this, "dashboard", { name, region: props.region, rows: tierRows(props) });
  }

  private watchDatabase({ name, topicArn, mysql }: TierMonitoringProps): void {
    const { identifier, replicaIdentifiers, instanceClass, allocatedStorageGiB } = mysql;
    const shared = { instanceClass, allocatedStorageGiB, topicArn };
    new MysqlAlarms(this, "mysql", { ...shared, name: `${name}-mysql`, identifier, role: "writer" });
    new RotationAlarm(this, "rotation", {
      name: `${name}-mysql-rotation`,
      functionName: mysql.rotationFunctionName,
      topicArn,
    });
    for (const [index, replica] of replicaIdentifiers.entries()) {
      // Replicas are numbered by the database, too: one more is one more at the end.
      const key = `mysql-replica-${index + 1}`;
      new MysqlAlarms(this, key, { ...shared, name: `${name}-${key}`, identifier: replica, role: "replica" });
    }
  }

  /** What users feel, and only while nobody changes the hosts anyway: a refresh has alarms of its own that end it. */
  private createPage(hosts: HostAlarms, props: TierMonitoringProps): void {
    const { name, topicArn, pageAlarmName, loadBalancerAlarms, log } = props;
    const refresh = new InstanceRefreshAlarm(this, "refresh", {
      name: `${name}-flask-refresh`,
      groupName: props.hosts.groupName,
      metricNamespace: props.hosts.metricNamespace,
      topicArn,
      ...log,
    });
    new CompositeAlarm(this, "degraded", {
      name: pageAlarmName,
      description: "Users see errors, wait, or find too few hosts. Start with the dashboard.",
      anyOf: [loadBalancerAlarms.serverErrors, loadBalancerAlarms.latency, hosts.tooFewInService],
      silentDuring: refresh.alarm,
      topicArn,
    });
  }
}
