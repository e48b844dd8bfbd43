import { Construct } from "constructs";
import { MetricAlarm, type MetricAlarmProps } from "../../monitoring/metric-alarm";
import { auroraConnectionLimit } from "../connection-limits";
import { auroraMetrics, proxyMetrics } from "../metrics";

export interface AuroraAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  /** The cluster. Its maximum capacity determines the limit of connections. */
  readonly cluster: { readonly identifier: string; readonly maxAcu: number; readonly readerCount: number };
  /** Name of the proxy. */
  readonly proxyName: string;
  /** ARN of the topic that the alarms notify. */
  readonly topicArn: string;
}

/** Share of the limit of connections. */
const CONNECTION_SHARE = 0.8;
/** Minutes at the maximum capacity, longer than a burst. */
const CAPACITY_MINUTES = 15;
const CAPACITY_PERCENT = 95;
/** Readers share the volume and usually lag by milliseconds. Aurora restarts a reader that lags by a minute. */
const REPLICA_LAG_MILLISECONDS = 1000;
/** Microseconds that a client waits for a connection of the proxy. Borrowing an idle one takes less than a hundredth. */
const BORROW_MICROSECONDS = 1_000_000;
/** Percent of the proxy's connections. A pinned connection serves a single client. */
const PINNED_PERCENT = 50;

/** The alarms of an Aurora Serverless v2 cluster and its proxy. */
export class AuroraAlarms extends Construct {
  /** The cluster runs at its maximum capacity, or does not report. */
  readonly capacity: MetricAlarm;

  private readonly props: AuroraAlarmsProps;
  private readonly cluster: ReturnType<typeof auroraMetrics>;
  private readonly proxy: ReturnType<typeof proxyMetrics>;

  constructor(scope: Construct, id: string, props: AuroraAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.cluster = auroraMetrics(props.cluster.identifier);
    this.proxy = proxyMetrics(props.proxyName);
    this.capacity = this.createCapacity();
    this.createConnections();
    this.createDeadlocks();
    if (props.cluster.readerCount > 0) {
      this.createReplicaLag();
    }
    this.createBorrowLatency();
    this.createPinning();
  }

  private createCapacity(): MetricAlarm {
    return this.alarm("capacity", {
      description: `The cluster has run at its maximum of ${this.props.cluster.maxAcu} ACU for ${CAPACITY_MINUTES} minutes. Check the slow query log, then raise maxAcu.`,
      value: this.cluster.utilization,
      comparison: "at least",
      threshold: CAPACITY_PERCENT,
      evaluationPeriods: CAPACITY_MINUTES,
      // A cluster always reports. Missing data means that it is stopped or deleted.
      missingData: "breaching",
    });
  }

  private createConnections(): void {
    this.alarm("connections", {
      description: "Many connections are open. At the limit, Aurora refuses new ones. Check the API's concurrency.",
      value: this.cluster.connections,
      comparison: "above",
      threshold: Math.floor(auroraConnectionLimit(this.props.cluster.maxAcu) * CONNECTION_SHARE),
      evaluationPeriods: 5,
      // The capacity alarm already reports a missing cluster.
      missingData: "ignore",
    });
  }

  private createDeadlocks(): void {
    this.alarm("deadlocks", {
      description:
        "Transactions block each other and are rolled back. SHOW ENGINE INNODB STATUS shows the last deadlock.",
      value: this.cluster.deadlocks,
      comparison: "above",
      threshold: 0,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    });
  }

  private createReplicaLag(): void {
    this.alarm("replica-lag", {
      description: `Readers are more than ${REPLICA_LAG_MILLISECONDS} ms behind the writer. Check for a long transaction.`,
      value: this.cluster.replicaLag,
      comparison: "above",
      threshold: REPLICA_LAG_MILLISECONDS,
      evaluationPeriods: 5,
      missingData: "notBreaching",
    });
  }

  private createBorrowLatency(): void {
    this.alarm("borrow-latency", {
      description:
        "Clients wait at least one second for a connection of the proxy. Check pinned connections, then all connections.",
      value: this.proxy.borrowLatency,
      comparison: "above",
      threshold: BORROW_MICROSECONDS,
      evaluationPeriods: 5,
      // No data means that no client has requested a connection.
      missingData: "notBreaching",
    });
  }

  private createPinning(): void {
    this.alarm("session-pinning", {
      description:
        "Most connections of the proxy are pinned to one client each. The log of the proxy names the statements that cause it.",
      value: this.proxy.pinnedPercent,
      comparison: "above",
      threshold: PINNED_PERCENT,
      evaluationPeriods: 5,
      missingData: "notBreaching",
    });
  }

  private alarm(id: string, alarm: Omit<MetricAlarmProps, "name" | "topicArn">): MetricAlarm {
    const { name, topicArn } = this.props;
    return new MetricAlarm(this, id, { name: `${name}-${id}`, topicArn, ...alarm });
  }
}
