import type { Metric } from "../monitoring/metric";
import type { MetricAlarmProps } from "../monitoring/metric-alarm";
import type { VirtualInterfaceFacts } from "./direct-connect";

type Rule = Omit<MetricAlarmProps, "name" | "topicArn">;

/** Seconds between two data points of Direct Connect. */
const PERIOD = 300;

/** An alarm for each BGP session, by the end of its name: `virtual-interface-down`, then the name of the virtual interface. */
export function sessionRules(virtualInterfaces: readonly VirtualInterfaceFacts[]): Record<string, Rule> {
  return Object.fromEntries(
    virtualInterfaces.map((link) => [
      link.name === undefined ? "virtual-interface-down" : `virtual-interface-down-${link.name}`,
      {
        description:
          "The BGP session of the virtual interface is down. Check the Direct Connect console and the router on premises.",
        value: sessionMetrics(link).bgpStatus,
        comparison: "below",
        threshold: 1,
        evaluationPeriods: 1,
        missingData: "missing",
      } satisfies Rule,
    ]),
  );
}

/**
 * Metrics of a virtual interface.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/monitoring-cloudwatch.html
 */
export function sessionMetrics({ id, connectionId }: VirtualInterfaceFacts) {
  const dimensions = { ...(connectionId ? { ConnectionId: connectionId } : {}), VirtualInterfaceId: id };
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/DX",
    name,
    dimensions,
    statistic,
    periodSeconds: PERIOD,
  });
  return {
    /** 1 while the BGP session is up, otherwise 0. */
    bgpStatus: metric("VirtualInterfaceBgpStatus", "Minimum"),
    /** Number of routes that AWS accepts from the site. */
    prefixesAccepted: metric("VirtualInterfaceBgpPrefixesAccepted", "Minimum"),
    /** Bits per second to the site. */
    egress: metric("VirtualInterfaceBpsEgress", "Average"),
    /** Bits per second from the site. */
    ingress: metric("VirtualInterfaceBpsIngress", "Average"),
  };
}
