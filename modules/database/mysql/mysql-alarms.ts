import { Construct } from "constructs";
import { MetricAlarm } from "../../monitoring/metric-alarm";
import { mysqlMetrics } from "../metrics";
import { connectionLimit } from "./mysql-capacity";

export interface MysqlAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** DB instance identifier. */
  readonly identifier: string;
  readonly role: "writer" | "replica";
  /** E.g. `db.m6g.large`; the limit of connections follows from its memory. */
  readonly instanceClass: string;
  /** Storage that the instance started with, GiB. */
  readonly allocatedStorageGiB: number;
  readonly topicArn: string;
}

/** Five-minute periods: long enough for a failover of a Multi-AZ instance (one to two minutes) to pass unnoticed. */
const PERIOD_SECONDS = 300;
const CPU_PERCENT = 80;
/**
 * RDS grows the storage once less than 10 % has been free for five minutes, and not twice within six hours (RDS user guide,
 * "Managing capacity automatically with Amazon RDS storage autoscaling"): below that for longer, growing does not help.
 */
const FREE_STORAGE_SHARE = 0.1;
/** Of the nominal limit. The real one is some percent lower: RDS takes the memory of its own processes off first. */
const CONNECTION_SHARE = 0.7;
/** What a reader of the replica may have to live with, seconds. */
const REPLICA_LAG_SECONDS = 30;

/** The alarms of one MySQL instance, writer or read replica. */
export class MysqlAlarms extends Construct {
  private readonly props: MysqlAlarmsProps;

  constructor(scope: Construct, id: string, props: MysqlAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.createCpu();
    this.createFreeStorage();
    this.createConnections();
    if (props.role === "replica") {
      this.createReplicaLag();
    }
  }

  private createCpu(): void {
    this.alarm("cpu", {
      description: `The database uses more than ${CPU_PERCENT} % of its CPU. Look at the slow query log.`,
      value: { ...mysqlMetrics(this.props.identifier).cpu, periodSeconds: PERIOD_SECONDS },
      comparison: "above",
      threshold: CPU_PERCENT,
      evaluationPeriods: 3,
      // An instance always reports: this one is stopped or gone.
      missingData: "breaching",
    });
  }

  private createFreeStorage(): void {
    this.alarm("free-storage", {
      description:
        "Little storage is free and it did not grow by itself. Raise maxAllocatedStorageGiB or find what fills it.",
      value: { ...mysqlMetrics(this.props.identifier).freeStorage, periodSeconds: PERIOD_SECONDS },
      comparison: "below",
      threshold: Math.floor(this.props.allocatedStorageGiB * 1024 ** 3 * FREE_STORAGE_SHARE),
      evaluationPeriods: 3,
      // The CPU's alarm tells of an instance that is gone; once is enough.
      missingData: "ignore",
    });
  }

  private createConnections(): void {
    this.alarm("connections", {
      description:
        "Many connections are open; at the limit MySQL refuses new ones. Look at the number of hosts and workers.",
      value: mysqlMetrics(this.props.identifier).connections,
      comparison: "above",
      threshold: Math.floor(connectionLimit(this.props.instanceClass) * CONNECTION_SHARE),
      evaluationPeriods: 5,
      // As above.
      missingData: "ignore",
    });
  }

  private createReplicaLag(): void {
    this.alarm("replica-lag", {
      description: `The replica is more than ${REPLICA_LAG_SECONDS} s behind the writer, or replication has stopped.`,
      value: {
        label: "Seconds behind the writer",
        // RDS writes -1 for replication that has stopped, which no threshold from above would notice.
        expression: "IF(lag<0,86400,lag)",
        metrics: { lag: mysqlMetrics(this.props.identifier).replicaLag },
      },
      comparison: "above",
      threshold: REPLICA_LAG_SECONDS,
      evaluationPeriods: 5,
      // A replica that replicates reports how far behind it is.
      missingData: "breaching",
    });
  }

  private alarm(id: string, alarm: Omit<ConstructorParameters<typeof MetricAlarm>[2], "name" | "topicArn">): void {
    const { name, topicArn } = this.props;
    new MetricAlarm(this, id, { name: `${name}-${id}`, topicArn, ...alarm });
  }
}
