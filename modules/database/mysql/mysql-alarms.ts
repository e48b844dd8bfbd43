import { Construct } from "constructs";
import { MetricAlarm } from "../../monitoring/metric-alarm";
import { mysqlConnectionLimit } from "../connection-limits";
import { mysqlMetrics } from "../metrics";

export interface MysqlAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** DB instance identifier. */
  readonly identifier: string;
  /** DB instance class, e.g. `db.m6g.large`. Its memory determines the limit of connections. */
  readonly instanceClass: string;
  /** A replica has one more alarm, for its lag. */
  readonly role: "writer" | "replica";
  /** Initial storage of the instance in GiB. */
  readonly allocatedStorageGiB: number;
  /** ARN of the topic that the alarms notify. */
  readonly topicArn: string;
}

/** Five-minute periods, so that the failover of a Multi-AZ instance, which takes one to two minutes, raises no alarm. */
const PERIOD_SECONDS = 300;
const CPU_PERCENT = 80;
/**
 * RDS extends the storage when less than 10 % has been free for five minutes, at most once in six hours (RDS user guide,
 * "Managing capacity automatically with Amazon RDS storage autoscaling"). If less is free for longer, it cannot extend it.
 */
const FREE_STORAGE_SHARE = 0.1;
/** Share of the nominal limit. The real limit is some percent lower, because RDS subtracts the memory of its processes. */
const CONNECTION_SHARE = 0.7;
/** Seconds of lag that readers of a replica must tolerate. */
const REPLICA_LAG_SECONDS = 30;

/** The alarms of one MySQL instance, writer or read replica. */
export class MysqlAlarms extends Construct {
  private readonly props: MysqlAlarmsProps;
  private readonly metrics: ReturnType<typeof mysqlMetrics>;

  constructor(scope: Construct, id: string, props: MysqlAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.metrics = mysqlMetrics(props.identifier);
    this.createCpu();
    this.createFreeStorage();
    this.createConnections();
    if (props.role === "replica") {
      this.createReplicaLag();
    }
  }

  private createCpu(): void {
    this.alarm("cpu", {
      description: `The database uses more than ${CPU_PERCENT} % of its CPU. Check the slow query log.`,
      value: { ...this.metrics.cpu, periodSeconds: PERIOD_SECONDS },
      comparison: "above",
      threshold: CPU_PERCENT,
      evaluationPeriods: 3,
      // An instance always reports. Missing data means that it is stopped or deleted.
      missingData: "breaching",
    });
  }

  private createFreeStorage(): void {
    this.alarm("free-storage", {
      description:
        "Little storage is free, and RDS has not extended it. Raise maxAllocatedStorageGiB, or find what fills the storage.",
      value: { ...this.metrics.freeStorage, periodSeconds: PERIOD_SECONDS },
      comparison: "below",
      threshold: Math.floor(this.props.allocatedStorageGiB * 1024 ** 3 * FREE_STORAGE_SHARE),
      evaluationPeriods: 3,
      // The CPU alarm already reports a missing instance.
      missingData: "ignore",
    });
  }

  private createConnections(): void {
    this.alarm("connections", {
      description:
        "Many connections are open. At the limit, MySQL refuses new ones. Check the number of hosts and workers.",
      value: this.metrics.connections,
      comparison: "above",
      threshold: Math.floor(mysqlConnectionLimit(this.props.instanceClass) * CONNECTION_SHARE),
      evaluationPeriods: 5,
      // The CPU alarm already reports a missing instance.
      missingData: "ignore",
    });
  }

  private createReplicaLag(): void {
    this.alarm("replica-lag", {
      description: `The replica is more than ${REPLICA_LAG_SECONDS} s behind the writer, or replication has stopped.`,
      value: {
        label: "Seconds behind the writer",
        // RDS reports -1 when replication has stopped, which is below any threshold. The expression makes it a day.
        expression: "IF(lag<0,86400,lag)",
        metrics: { lag: this.metrics.replicaLag },
      },
      comparison: "above",
      threshold: REPLICA_LAG_SECONDS,
      evaluationPeriods: 5,
      // A working replica always reports its lag.
      missingData: "breaching",
    });
  }

  private alarm(id: string, alarm: Omit<ConstructorParameters<typeof MetricAlarm>[2], "name" | "topicArn">): void {
    const { name, topicArn } = this.props;
    new MetricAlarm(this, id, { name: `${name}-${id}`, topicArn, ...alarm });
  }
}
