import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { type WebTarget, webMetrics } from "./metrics";

export interface LoadBalancerAlarmsProps extends WebTarget {
  /** Prefix of the alarms' names, e.g. `project-x-prod-flask`. */
  readonly name: string;
  readonly topicArn: string;
  /** Share of requests answered with 5xx, percent. @default 5 */
  readonly errorPercent?: number;
  /** Time to answer of the slowest hundredth of requests, seconds. @default 2 */
  readonly latencySeconds?: number;
}

/** What the load balancer sees go wrong: hosts that fail their check, errors, slowness. */
export class LoadBalancerAlarms extends Construct {
  readonly unhealthyHosts: MetricAlarm;
  readonly serverErrors: MetricAlarm;
  readonly latency: MetricAlarm;

  constructor(scope: Construct, id: string, props: LoadBalancerAlarmsProps) {
    super(scope, id);
    const { name, topicArn, errorPercent = 5, latencySeconds = 2 } = props;
    const metrics = webMetrics(props);
    this.unhealthyHosts = new MetricAlarm(this, "unhealthy-hosts", {
      name: `${name}-unhealthy-hosts`,
      description: "A host fails the load balancer's health check. The group replaces it; look into the host's log.",
      value: metrics.unhealthyHosts,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      // Published only while a target is registered; too few hosts in service has an alarm of its own.
      missingData: "notBreaching",
      topicArn,
    });
    this.serverErrors = new MetricAlarm(this, "server-errors", {
      name: `${name}-server-errors`,
      description: `More than ${errorPercent} % of requests were answered with 5xx. Look at the dashboard, then at the hosts' log.`,
      value: metrics.errorPercent,
      comparison: "above",
      threshold: errorPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // No request, no error.
      missingData: "notBreaching",
      topicArn,
    });
    this.latency = new MetricAlarm(this, "latency", {
      name: `${name}-latency`,
      description: `One request of a hundred takes longer than ${latencySeconds} s. Look at CPU and at the database.`,
      value: metrics.latencyP99,
      comparison: "above",
      threshold: latencySeconds,
      evaluationPeriods: 5,
      // No request, no latency.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
