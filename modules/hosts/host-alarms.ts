import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { hostMetrics } from "./metrics";

export interface HostAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-flask`. */
  readonly name: string;
  /** The group's attribute rather than its plain name: an alarm that is older than the group goes off for want of hosts. */
  readonly groupName: string;
  /** Fewest hosts that the group should ever have in service. */
  readonly minInService: number;
  /** Namespace of the metrics that the hosts publish themselves. */
  readonly hostNamespace: string;
  readonly topicArn: string;
}

/** What the group and the hosts themselves report. */
export class HostAlarms extends Construct {
  readonly tooFewInService: MetricAlarm;
  readonly deepHealth: MetricAlarm;

  constructor(scope: Construct, id: string, props: HostAlarmsProps) {
    super(scope, id);
    const { name, groupName, minInService, hostNamespace, topicArn } = props;
    const metrics = hostMetrics(groupName, hostNamespace);
    this.tooFewInService = new MetricAlarm(this, "too-few-in-service", {
      name: `${name}-too-few-in-service`,
      description: `Fewer than ${minInService} hosts are in service. Look at the group's activity and at the hosts' log.`,
      value: metrics.inService,
      comparison: "below",
      threshold: minInService,
      evaluationPeriods: 5,
      // A group always reports, also that it is empty.
      missingData: "breaching",
      topicArn,
    });
    // Not the load balancer's check: a database outage must not make the group end every host.
    this.deepHealth = new MetricAlarm(this, "deep-health", {
      name: `${name}-deep-health`,
      description:
        "A host does not reach the database with the application's credentials. Look at the database and its secret.",
      value: metrics.deepHealth,
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // Every host reports every minute: silence is hosts that cannot even say so.
      missingData: "breaching",
      topicArn,
    });
  }
}
