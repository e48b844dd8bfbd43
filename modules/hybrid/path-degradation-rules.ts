import type { Metric } from "../monitoring/metric";
import type { MetricAlarmProps } from "../monitoring/metric-alarm";
import type { PathMetricsSource } from "./path-monitor";

/** An alarm without its name and topic. */
export type Rule = Omit<MetricAlarmProps, "name" | "topicArn">;

/** Where the metrics of Network Synthetic Monitor are. */
export interface ProbeMetricsSource {
  /** Name of the monitor. */
  readonly monitorName: string;
  /** IDs of its probes, 1 to 4. */
  readonly probeIds: readonly string[];
}

/** From which values on Direct Connect is degraded. */
export interface DegradationLimits {
  /** Average loss in percent. */
  readonly lossPercent: number;
  /** Average round-trip time in milliseconds. */
  readonly rttMilliseconds: number;
}

/** Minutes for which a value must be too high. A fail-over takes seconds: these alarms are for a path that it does not leave. */
const MINUTES = 5;

/** Alarms on a Direct Connect that works, but not well, as the path monitor measures it. */
export function degradedRules({ namespace, name }: PathMetricsSource, limits: DegradationLimits): Record<string, Rule> {
  const metric = (metricName: string): Metric => ({
    namespace,
    name: metricName,
    dimensions: { Monitor: name },
    statistic: "Average",
  });
  const rule = { comparison: "at least", evaluationPeriods: MINUTES, missingData: "ignore" } as const;
  return {
    "direct-connect-loss": {
      ...rule,
      description:
        "Direct Connect loses pings, or one of its targets does not answer. Production may stay on it. Check the routers and the carrier.",
      value: metric("Loss"),
      threshold: limits.lossPercent,
    },
    "direct-connect-slow": {
      ...rule,
      description: "Pings over Direct Connect take long. Production may stay on it. Check its load and the carrier.",
      value: metric("Rtt"),
      threshold: limits.rttMilliseconds,
    },
  };
}

/**
 * The alarm of the second witness, which also works while the path monitor does not.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cw-nwm-create-alarm.html
 */
export function witnessRules(
  { monitorName, probeIds }: ProbeMetricsSource,
  { lossPercent }: DegradationLimits,
): Record<string, Rule> {
  const metrics = Object.fromEntries(
    probeIds.map((id, index): [string, Metric] => [
      `loss${index}`,
      {
        namespace: "AWS/NetworkMonitor",
        name: "PacketLoss",
        dimensions: { Monitor: monitorName, Probe: id },
        statistic: "Average",
      },
    ]),
  );
  return {
    "witness-loss": {
      description:
        "AWS's own probes lose packets on Direct Connect. Compare with the path monitor's metric Loss: if that is low, check the monitor.",
      value: { label: "Loss of AWS's probes", expression: "AVG(METRICS())", metrics },
      comparison: "at least",
      threshold: lossPercent,
      evaluationPeriods: MINUTES,
      missingData: "missing",
    },
  };
}
