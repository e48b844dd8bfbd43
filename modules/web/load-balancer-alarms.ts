import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { loadBalancerMetrics, type MeasuredLoadBalancer } from "./metrics";

export interface LoadBalancerAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-flask`. */
  readonly name: string;
  /** The load balancer to monitor. */
  readonly loadBalancer: MeasuredLoadBalancer;
  /** Topic that the alarms notify. */
  readonly topicArn: string;
  /** Threshold of the share of 5xx responses, percent. @default 5 */
  readonly errorPercent?: number | undefined;
  /** Threshold of the 99th percentile of the response time, seconds. @default 2 */
  readonly latencySeconds?: number | undefined;
}

/** Alarms on the metrics of a load balancer: unhealthy hosts, errors and latency. */
export class LoadBalancerAlarms extends Construct {
  /** Fires when a host fails the health check. */
  readonly unhealthyHosts: MetricAlarm;
  /** Fires when too many responses are 5xx. */
  readonly serverErrors: MetricAlarm;
  /** Fires when the slowest requests take too long. */
  readonly latency: MetricAlarm;

  constructor(scope: Construct, id: string, props: LoadBalancerAlarmsProps) {
    super(scope, id);
    const { name, topicArn, errorPercent = 5, latencySeconds = 2 } = props;
    const metrics = loadBalancerMetrics(props.loadBalancer);
    this.unhealthyHosts = new MetricAlarm(this, "unhealthy-hosts", {
      name: `${name}-unhealthy-hosts`,
      description:
        "A host fails the load balancer's health check. The Auto Scaling group replaces it. Check the host's log.",
      value: metrics.unhealthyHosts,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      // Published only while a target is registered. Another alarm fires when too few hosts are in service.
      missingData: "notBreaching",
      topicArn,
    });
    this.serverErrors = new MetricAlarm(this, "server-errors", {
      name: `${name}-server-errors`,
      description: `More than ${errorPercent} % of requests were answered with 5xx. Check the dashboard, then the hosts' log.`,
      value: metrics.errorPercent,
      comparison: "above",
      threshold: errorPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // Without requests there are no errors.
      missingData: "notBreaching",
      topicArn,
    });
    this.latency = new MetricAlarm(this, "latency", {
      name: `${name}-latency`,
      description: `One of a hundred requests takes longer than ${latencySeconds} s. Check the CPU utilization and the database.`,
      value: metrics.latencyP99,
      comparison: "above",
      threshold: latencySeconds,
      evaluationPeriods: 5,
      // Without requests there is no latency.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
