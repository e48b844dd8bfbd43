import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { hostMetrics } from "./metrics";

export interface HostAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-flask`. */
  readonly name: string;
  /** Name of the Auto Scaling group. Use `AutoScalingGroup.name`: an alarm created before the group would fire immediately. */
  readonly groupName: string;
  /** Minimum number of hosts that should be in service. */
  readonly minInService: number;
  /** Namespace of the metrics that the hosts publish. */
  readonly hostNamespace: string;
  /** Topic that the alarms notify. */
  readonly topicArn: string;
}

/** Alarms on the metrics of an Auto Scaling group and of its hosts. */
export class HostAlarms extends Construct {
  /** Fires when fewer hosts than the minimum are in service. */
  readonly tooFewInService: MetricAlarm;
  /** Fires when a host does not reach the database. */
  readonly deepHealth: MetricAlarm;

  constructor(scope: Construct, id: string, props: HostAlarmsProps) {
    super(scope, id);
    const { name, groupName, minInService, hostNamespace, topicArn } = props;
    const metrics = hostMetrics(groupName, hostNamespace);
    this.tooFewInService = new MetricAlarm(this, "too-few-in-service", {
      name: `${name}-too-few-in-service`,
      description: `Fewer than ${minInService} hosts are in service. Check the activity history of the Auto Scaling group and the hosts' log.`,
      value: metrics.inService,
      comparison: "below",
      threshold: minInService,
      evaluationPeriods: 5,
      // An Auto Scaling group always publishes this metric, also when it is empty.
      missingData: "breaching",
      topicArn,
    });
    // Not part of the load balancer's health check: a database outage must not terminate every host.
    this.deepHealth = new MetricAlarm(this, "deep-health", {
      name: `${name}-deep-health`,
      description:
        "A host does not reach the database with the application's credentials. Check the database and its secret.",
      value: metrics.deepHealth,
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // Every host publishes every minute. Missing data means that no host can publish.
      missingData: "breaching",
      topicArn,
    });
  }
}
