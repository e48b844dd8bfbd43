import { Construct } from "constructs";
import type { Metric } from "../../monitoring/metric";
import { MetricAlarm, type MetricAlarmProps } from "../../monitoring/metric-alarm";

export interface AuroraAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  readonly clusterIdentifier: string;
  readonly proxyName: string;
  /** Ceiling of each instance; the limit of connections follows from it. */
  readonly maxAcu: number;
  /** Whether there are readers that can lag. */
  readonly hasReaders: boolean;
  readonly topicArn: string;
}

/**
 * `max_connections` of Aurora MySQL Serverless v2 by the maximum capacity, from each of these ACU on. Aurora user guide,
 * "Maximum connections for Aurora Serverless v2".
 */
const CONNECTION_LIMITS: readonly (readonly [number, number])[] = [
  [1, 90],
  [4, 135],
  [8, 1000],
  [16, 2000],
  [32, 3000],
  [64, 4000],
  [128, 5000],
  [192, 6000],
];

/** Share of the limit from which on somebody should look. */
const CONNECTION_SHARE = 0.8;
/** Minutes at the ceiling that no burst explains. */
const CAPACITY_MINUTES = 15;
const CAPACITY_PERCENT = 95;
/** Readers share the volume: they lag by milliseconds, and restart when they lag by a minute. */
const REPLICA_LAG_MILLISECONDS = 1000;
/** Microseconds that a client waits for a connection of the proxy's; an idle one takes less than a hundredth. */
const BORROW_MICROSECONDS = 1_000_000;
/** Of the proxy's connections. A pinned one serves a single client. */
const PINNED_PERCENT = 50;

/** How many connections Aurora MySQL takes with this ceiling. */
export function auroraConnectionLimit(maxAcu: number): number {
  const reached = CONNECTION_LIMITS.filter(([acu]) => acu <= maxAcu);
  return (reached.at(-1) ?? [1, 90])[1];
}

/**
 * The alarms of an Aurora Serverless v2 cluster and its proxy.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
 */
export class AuroraAlarms extends Construct {
  private readonly props: AuroraAlarmsProps;

  constructor(scope: Construct, id: string, props: AuroraAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.createCapacity();
    this.createConnections();
    this.createDeadlocks();
    if (props.hasReaders) {
      this.createReplicaLag();
    }
    this.createBorrowLatency();
    this.createPinning();
  }

  private createCapacity(): void {
    this.alarm("capacity", {
      description: `The cluster has run at its maximum of ${this.props.maxAcu} ACU for ${CAPACITY_MINUTES} minutes. Look at the slow query log, then raise maxAcu.`,
      value: this.ofCluster("ACUUtilization", "Maximum"),
      comparison: "at least",
      threshold: CAPACITY_PERCENT,
      evaluationPeriods: CAPACITY_MINUTES,
      // A cluster always reports: this one is stopped or gone.
      missingData: "breaching",
    });
  }

  private createConnections(): void {
    this.alarm("connections", {
      description: "Many connections are open; at the limit Aurora refuses new ones. Look at the API's concurrency.",
      value: this.ofCluster("DatabaseConnections", "Maximum"),
      comparison: "above",
      threshold: Math.floor(auroraConnectionLimit(this.props.maxAcu) * CONNECTION_SHARE),
      evaluationPeriods: 5,
      // The capacity's alarm tells of a cluster that is gone; once is enough.
      missingData: "ignore",
    });
  }

  private createDeadlocks(): void {
    this.alarm("deadlocks", {
      description:
        "Transactions wait for each other and are rolled back. SHOW ENGINE INNODB STATUS names the last two.",
      value: this.ofCluster("Deadlocks", "Maximum"),
      comparison: "above",
      threshold: 0,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    });
  }

  private createReplicaLag(): void {
    this.alarm("replica-lag", {
      description: `Readers are more than ${REPLICA_LAG_MILLISECONDS} ms behind the writer. Look for a long transaction.`,
      value: this.ofCluster("AuroraReplicaLagMaximum", "Maximum"),
      comparison: "above",
      threshold: REPLICA_LAG_MILLISECONDS,
      evaluationPeriods: 5,
      missingData: "notBreaching",
    });
  }

  private createBorrowLatency(): void {
    this.alarm("borrow-latency", {
      description:
        "Clients wait a second and more for a connection of the proxy's. Look at pinning, then at connections.",
      value: this.ofProxy("DatabaseConnectionsBorrowLatency", "Average"),
      comparison: "above",
      threshold: BORROW_MICROSECONDS,
      evaluationPeriods: 5,
      // Nobody asked for a connection.
      missingData: "notBreaching",
    });
  }

  private createPinning(): void {
    this.alarm("session-pinning", {
      description: "Most connections of the proxy's are tied to one client each. Its log says which statement did it.",
      value: {
        label: "Pinned connections, percent",
        expression: "IF(open>0,100*pinned/open,0)",
        metrics: {
          pinned: this.ofProxy("DatabaseConnectionsCurrentlySessionPinned", "Sum"),
          open: this.ofProxy("DatabaseConnections", "Sum"),
        },
      },
      comparison: "above",
      threshold: PINNED_PERCENT,
      evaluationPeriods: 5,
      missingData: "notBreaching",
    });
  }

  private ofCluster(name: string, statistic: Metric["statistic"]): Metric {
    return { namespace: "AWS/RDS", name, dimensions: { DBClusterIdentifier: this.props.clusterIdentifier }, statistic };
  }

  private ofProxy(name: string, statistic: Metric["statistic"]): Metric {
    return { namespace: "AWS/RDS", name, dimensions: { ProxyName: this.props.proxyName }, statistic };
  }

  private alarm(id: string, alarm: Omit<MetricAlarmProps, "name" | "topicArn">): void {
    const { name, topicArn } = this.props;
    new MetricAlarm(this, id, { name: `${name}-${id}`, topicArn, ...alarm });
  }
}
