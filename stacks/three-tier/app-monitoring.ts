import { Construct } from "constructs";
import { DatabaseEvents } from "../../modules/database/database-events";
import { MysqlAlarms } from "../../modules/database/mysql/mysql-alarms";
import { RotationAlarm } from "../../modules/database/rotation-alarm";
import type { FlaskHosts } from "../../modules/hosts/flask/flask-hosts";
import { HostAlarms } from "../../modules/hosts/host-alarms";
import { InstanceRefreshAlarm } from "../../modules/hosts/instance-refresh-alarm";
import type { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { CompositeAlarm } from "../../modules/monitoring/composite-alarm";
import { Dashboard } from "../../modules/monitoring/dashboard";
import { BackupAlarms } from "../../modules/storage/backup/backup-alarms";
import { FileSystemAlarms } from "../../modules/storage/file-system-alarms";
import type { LoadBalancerAlarms } from "../../modules/web/load-balancer-alarms";
import type { MeasuredLoadBalancer } from "../../modules/web/metrics";
import { dashboardRows } from "./dashboard-rows";
import type { DataFacts, InstanceFacts } from "./data-facts";

export interface AppMonitoringProps {
  /** Prefix of every name, e.g. `project-x-prod`. */
  readonly name: string;
  /** Region of the metrics. */
  readonly region: string;
  /** Topic that the alarms notify. */
  readonly topic: Pick<AlarmTopic, "arn" | "page">;
  /** The load balancer and its target group. */
  readonly loadBalancer: MeasuredLoadBalancer;
  /** Alarms of the load balancer. They exist before the hosts, because an instance refresh uses them. */
  readonly loadBalancerAlarms: LoadBalancerAlarms;
  /** The hosts. */
  readonly hosts: MonitoredHosts;
  /** Facts of the data stack. */
  readonly data: Pick<DataFacts, "backupVaultName" | "hasBackupCopies"> & {
    readonly database: MonitoredDatabase;
    readonly fileSystem: { readonly fileSystemId: string };
  };
  /** ARN of the key that encrypts the events of instance refreshes. */
  readonly kmsKeyArn: string;
  /** Days that those events are kept. @default 365 */
  readonly retentionInDays?: number | undefined;
}

type MonitoredHosts = Pick<FlaskHosts, "metricNamespace"> & {
  readonly group: { readonly name: string; readonly capacity: { readonly min: number } };
};

type MonitoredDatabase = Pick<DataFacts["database"], "rotationFunctionName" | "allocatedStorageGiB" | "readers"> & {
  readonly writer: InstanceFacts;
};

/** Alarms and dashboard of the three-tier application: load balancer, hosts, database, file system and backups. */
export class AppMonitoring extends Construct {
  constructor(scope: Construct, id: string, props: AppMonitoringProps) {
    super(scope, id);
    const { name, region, topic, loadBalancer, hosts, data } = props;
    const topicArn = topic.arn;
    const hostAlarms = new HostAlarms(this, "hosts", {
      name: `${name}-flask`,
      groupName: hosts.group.name,
      minInService: hosts.group.capacity.min,
      hostNamespace: hosts.metricNamespace,
      topicArn,
    });
    this.createDatabaseAlarms(props);
    const { fileSystemId } = data.fileSystem;
    new FileSystemAlarms(this, "file-system", { name: `${name}-efs`, fileSystemId, topicArn });
    const { backupVaultName: vaultName, hasBackupCopies: hasCopies } = data;
    new BackupAlarms(this, "backups", { name, vaultName, hasCopies, topicArn });
    topic.page(this.createPage(hostAlarms, props));
    new Dashboard(this, "dashboard", { name, region, rows: dashboardRows({ loadBalancer, hosts, data }) });
  }

  private createDatabaseAlarms({ name, topic, data }: AppMonitoringProps): void {
    const { rotationFunctionName, allocatedStorageGiB, writer, readers } = data.database;
    const shared = { allocatedStorageGiB, topicArn: topic.arn };
    new MysqlAlarms(this, "mysql", { ...shared, ...writer, name: `${name}-mysql`, role: "writer" });
    new RotationAlarm(this, "rotation", {
      name: `${name}-mysql-rotation`,
      functionName: rotationFunctionName,
      topicArn: topic.arn,
    });
    new DatabaseEvents(this, "mysql-events", {
      name: `${name}-mysql`,
      sources: { "db-instance": [writer, ...readers].map(({ identifier }) => identifier) },
      topicArn: topic.arn,
    });
    for (const [index, reader] of readers.entries()) {
      // The database numbers its replicas in the same order. An additional replica is the last one.
      const key = `mysql-replica-${index + 1}`;
      new MysqlAlarms(this, key, { ...shared, ...reader, name: `${name}-${key}`, role: "replica" });
    }
  }

  /** Fires on problems that users notice. It is suppressed during an instance refresh, which other alarms stop. */
  private createPage(hostAlarms: HostAlarms, props: AppMonitoringProps): CompositeAlarm {
    const { name, topic, loadBalancerAlarms, hosts, kmsKeyArn, retentionInDays } = props;
    const refresh = new InstanceRefreshAlarm(this, "refresh", {
      name: `${name}-flask-refresh`,
      groupName: hosts.group.name,
      metricNamespace: hosts.metricNamespace,
      topicArn: topic.arn,
      kmsKeyArn,
      retentionInDays,
    });
    return new CompositeAlarm(this, "degraded", {
      name: `${name}-degraded`,
      description: "Users get errors or slow responses, or too few hosts are in service. Check the dashboard first.",
      anyOf: [loadBalancerAlarms.serverErrors, loadBalancerAlarms.latency, hostAlarms.tooFewInService],
      silentDuring: refresh.alarm,
      topicArn: topic.arn,
    });
  }
}
