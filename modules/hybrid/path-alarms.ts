import { Construct } from "constructs";
import type { Metric } from "../monitoring/metric";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { required } from "../shared/errors";
import type { VirtualInterfaceFacts } from "./direct-connect";
import { degradedRules, type ProbeMetricsSource, type Rule, witnessRules } from "./path-degradation-rules";
import type { PathMetricsSource } from "./path-monitor";
import { sessionRules } from "./session-rules";

export interface PathAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-path`. */
  readonly name: string;
  /** ARN of the SNS topic that the alarms notify. */
  readonly topicArn: string;
  /** Virtual interfaces of Direct Connect, an alarm each. */
  readonly virtualInterfaces: readonly VirtualInterfaceFacts[];
  /** ID of the VPN appliance's EC2 instance. */
  readonly applianceInstanceId: string;
  /** Metrics of the path monitor. @default none, without the monitor's alarms */
  readonly monitor?: PathMetricsSource | undefined;
  /** Probes of Network Synthetic Monitor, the second witness of Direct Connect. @default none, without its alarm */
  readonly witness?: ProbeMetricsSource | undefined;
  /** Average loss on Direct Connect in percent from which it is degraded. @default 5 */
  readonly degradedLossPercent?: number | undefined;
  /** Average round-trip time on Direct Connect in milliseconds from which it is degraded. @default 100 */
  readonly degradedRttMilliseconds?: number | undefined;
}

/** Alarms that need immediate action: there is no fail-over, or there is no path. */
const PAGES = ["heartbeat-missing", "both-down", "dead-end"];

/** Alarms of the two paths to the site. */
export class PathAlarms extends Construct {
  /** Alarms that need immediate action. Empty without a path monitor. */
  readonly pages: readonly MetricAlarm[];
  /** The alarm of each BGP session. */
  readonly sessions: readonly MetricAlarm[];
  /** Fires while there is no appliance. Without a path monitor, nothing else shows that there is no second path. */
  readonly applianceUnreachable: MetricAlarm;

  constructor(scope: Construct, id: string, props: PathAlarmsProps) {
    super(scope, id);
    const { monitor, witness, degradedLossPercent = 5, degradedRttMilliseconds = 100 } = props;
    const limits = { lossPercent: degradedLossPercent, rttMilliseconds: degradedRttMilliseconds };
    const rules = {
      ...pathRules(props),
      ...(monitor ? { ...monitorRules(monitor), ...degradedRules(monitor, limits) } : {}),
      ...(witness ? witnessRules(witness, limits) : {}),
    };
    const alarms = Object.entries(rules).map(([word, rule]) => ({
      word,
      alarm: new MetricAlarm(this, word, { ...rule, name: `${props.name}-${word}`, topicArn: props.topicArn }),
    }));
    const named = new Map(alarms.map(({ word, alarm }) => [word, alarm]));
    this.sessions = Object.keys(sessionRules(props.virtualInterfaces)).map((word) => required(named, word, "alarms"));
    this.applianceUnreachable = required(named, "appliance-unreachable", "alarms");
    this.pages = alarms.filter(({ word }) => PAGES.includes(word)).map(({ alarm }) => alarm);
  }
}

function pathRules({ virtualInterfaces, applianceInstanceId }: PathAlarmsProps): Record<string, Rule> {
  return {
    ...sessionRules(virtualInterfaces),
    "appliance-unreachable": {
      description:
        "The VPN appliance fails EC2's status checks. EC2 recovers it automatically. Until then there is no second path.",
      value: {
        namespace: "AWS/EC2",
        name: "StatusCheckFailed",
        dimensions: { InstanceId: applianceInstanceId },
        statistic: "Maximum",
      },
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 2,
      missingData: "breaching",
    },
  };
}

function monitorRules({ namespace, name }: PathMetricsSource): Record<string, Rule> {
  const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
    namespace,
    name: metricName,
    dimensions: { Monitor: name },
    statistic,
  });
  return {
    "heartbeat-missing": {
      description:
        "The path monitor publishes no heartbeat, so there is no fail-over. Open a session on its host and read its journal.",
      value: metric("Heartbeat", "Sum"),
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "breaching",
    },
    "on-vpn": {
      description: "Production has used the VPN for 15 minutes. Find out why Direct Connect does not recover.",
      value: metric("OnVpn", "Minimum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 15,
      missingData: "ignore",
    },
    "both-down": {
      description:
        "Neither Direct Connect nor the VPN answers pings. The path monitor does not change the route. Check the site first.",
      value: metric("BothDown", "Average"),
      comparison: "at least",
      threshold: 0.5,
      evaluationPeriods: 2,
      missingData: "ignore",
    },
    "dead-end": {
      description:
        "Production is on a failed path and the path monitor cannot move it: both paths are down, an operator holds it, another owner has a static route, or EC2 refuses the change. Its log shows the reason.",
      value: metric("DeadEnd", "Average"),
      comparison: "at least",
      threshold: 0.5,
      evaluationPeriods: 2,
      missingData: "ignore",
    },
    "hold-unknown": {
      description:
        "The path monitor has never read its hold, so it acts without one. Check the ssm endpoint and the parameter. A file on its host can hold it.",
      value: metric("HoldUnknown", "Minimum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "ignore",
    },
    "vpn-down": {
      description: "The VPN does not answer pings. If Direct Connect fails now, there is no fail-over.",
      value: metric("VpnUp", "Maximum"),
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 5,
      missingData: "ignore",
    },
    "api-errors": {
      description:
        "Calls of the path monitor to EC2 or Systems Manager fail. A fail-over or a hold may be late. Its log shows the error.",
      value: metric("ApiErrors", "Sum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    },
    "foreign-route": {
      description:
        "There is a static route to the site that the path monitor did not create. It does not change this route. Delete the route or hold the monitor.",
      value: metric("Foreign", "Maximum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "ignore",
    },
  };
}
