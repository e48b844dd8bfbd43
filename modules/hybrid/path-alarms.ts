import { Construct } from "constructs";
import type { Metric } from "../monitoring/metric";
import { MetricAlarm, type MetricAlarmProps } from "../monitoring/metric-alarm";

export interface PathAlarmsProps {
  /** Prefix of the alarms' names. */
  readonly name: string;
  readonly topicArn: string;
  /** Namespace of the monitor's metrics, and the value of their dimension `Monitor`. Left out where no monitor runs. */
  readonly monitor?: { readonly namespace: string; readonly name: string };
  readonly virtualInterface: { readonly id: string; readonly connectionId?: string };
  /** Of the VPN appliance. */
  readonly applianceInstanceId: string;
}

type Rule = Omit<MetricAlarmProps, "name" | "topicArn">;

/** What somebody should know of the two paths to a site. */
export class PathAlarms extends Construct {
  constructor(scope: Construct, id: string, props: PathAlarmsProps) {
    super(scope, id);
    const rules = { ...pathRules(props), ...(props.monitor ? monitorRules(props.monitor) : {}) };
    for (const [word, rule] of Object.entries(rules)) {
      new MetricAlarm(this, word, { ...rule, name: `${props.name}-${word}`, topicArn: props.topicArn });
    }
  }
}

function pathRules({ virtualInterface, applianceInstanceId }: PathAlarmsProps): Record<string, Rule> {
  const { id, connectionId } = virtualInterface;
  return {
    "virtual-interface-down": {
      description:
        "The BGP session of the virtual interface is down. Look at the Direct Connect console and the router.",
      value: {
        // https://docs.aws.amazon.com/directconnect/latest/UserGuide/monitoring-cloudwatch.html
        namespace: "AWS/DX",
        name: "VirtualInterfaceBgpStatus",
        dimensions: { ...(connectionId ? { ConnectionId: connectionId } : {}), VirtualInterfaceId: id },
        statistic: "Minimum",
        periodSeconds: 300,
      },
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 1,
      missingData: "missing",
    },
    "appliance-unreachable": {
      description: "EC2 finds the VPN appliance unsound and will recover it; until then there is no second path.",
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

function monitorRules({ namespace, name }: NonNullable<PathAlarmsProps["monitor"]>): Record<string, Rule> {
  const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
    namespace,
    name: metricName,
    dimensions: { Monitor: name },
    statistic,
  });
  return {
    "heartbeat-missing": {
      description:
        "The path monitor does not report: nobody fails over. Open a session on its host and read its journal.",
      value: metric("Heartbeat", "Sum"),
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "breaching",
    },
    "on-vpn": {
      description:
        "Production has been on the VPN for 15 minutes. Find out what keeps Direct Connect from being sound.",
      value: metric("OnVpn", "Minimum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 15,
      missingData: "ignore",
    },
    "both-down": {
      description: "Neither Direct Connect nor the VPN answers; the monitor stays where it is. Look at the site first.",
      value: metric("BothDown", "Average"),
      comparison: "at least",
      threshold: 0.5,
      evaluationPeriods: 2,
      missingData: "ignore",
    },
    "vpn-down": {
      description: "The VPN does not answer: if Direct Connect failed now, nothing would take its place.",
      value: metric("VpnUp", "Maximum"),
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 5,
      missingData: "ignore",
    },
    "api-errors": {
      description:
        "EC2 refuses the path monitor, or Systems Manager its hold: a fail-over may be late, a hold unheard. Its log names the error.",
      value: metric("ApiErrors", "Sum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "notBreaching",
    },
    "foreign-route": {
      description:
        "A static route that is not the monitor's leads to the site; the monitor does not touch it. Remove it, or hold.",
      value: metric("Foreign", "Maximum"),
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 3,
      missingData: "ignore",
    },
  };
}
