import type { VirtualInterfaceFacts } from "../../modules/hybrid/direct-connect";
import type { PathMetricsSource } from "../../modules/hybrid/path-monitor";
import { sessionMetrics } from "../../modules/hybrid/session-rules";
import { zoneWorkloadMetrics } from "../../modules/hybrid/zone-workload-metrics";
import type { DashboardProps } from "../../modules/monitoring/dashboard";
import type { Metric } from "../../modules/monitoring/metric";

/** The resources that the dashboard shows. */
export interface LocalZoneSubjects {
  readonly virtualInterfaces: readonly VirtualInterfaceFacts[];
  /** Undefined with a route server. */
  readonly monitor: PathMetricsSource | undefined;
  readonly applianceInstanceId: string;
  /** Name of the workload's Auto Scaling group. Undefined without a workload, and for EKS nodes. */
  readonly workloadGroup: string | undefined;
}

type Rows = DashboardProps["rows"];

/** Rows of the dashboard: the links, the choice between them, the appliance and the workload. */
export function dashboardRows(subjects: LocalZoneSubjects): Rows {
  const { virtualInterfaces, monitor, applianceInstanceId, workloadGroup } = subjects;
  return [
    ...sessionRows(virtualInterfaces),
    ...(monitor ? monitorRows(monitor) : []),
    ...applianceRows(applianceInstanceId),
    ...(workloadGroup === undefined ? [] : workloadRows(workloadGroup)),
  ];
}

function sessionRows(virtualInterfaces: readonly VirtualInterfaceFacts[]): Rows {
  const lines = (metric: keyof ReturnType<typeof sessionMetrics>) =>
    Object.fromEntries(virtualInterfaces.map((link) => [link.name ?? "direct-connect", sessionMetrics(link)[metric]]));
  return [
    {
      title: "Direct Connect",
      graphs: [
        { title: "BGP session, 1: up", lines: lines("bgpStatus") },
        { title: "Prefixes accepted from the site", lines: lines("prefixesAccepted") },
        { title: "To the site, bit/s", lines: lines("egress") },
        { title: "From the site, bit/s", lines: lines("ingress") },
      ],
    },
  ];
}

function monitorRows({ namespace, name: monitor }: PathMetricsSource): Rows {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace,
    name,
    dimensions: { Monitor: monitor },
    statistic,
  });
  const least = (name: string) => metric(name, "Minimum");
  const most = (name: string) => metric(name, "Maximum");
  return [
    {
      title: "Paths",
      graphs: [
        { title: "Production on the VPN", lines: { "1: VPN": most("OnVpn") } },
        { title: "Usable, 1: yes", lines: { "Direct Connect": least("DirectConnectUp"), VPN: least("VpnUp") } },
        { title: "Lost pings on Direct Connect, percent", lines: { loss: most("Loss") } },
        { title: "Round trip on Direct Connect, ms", lines: { "round trip": most("Rtt") } },
      ],
    },
    {
      title: "Path monitor",
      graphs: [
        { title: "Heartbeats per minute", lines: { heartbeats: metric("Heartbeat", "Sum") } },
        { title: "Duration of a round, ms", lines: { longest: most("RoundDuration") } },
        { title: "Failed calls of AWS APIs", lines: { calls: metric("ApiErrors", "Sum") } },
        { title: "Held, or a static route of another owner", lines: { held: most("Held"), foreign: most("Foreign") } },
      ],
    },
  ];
}

function applianceRows(instanceId: string): Rows {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/EC2",
    name,
    dimensions: { InstanceId: instanceId },
    statistic,
  });
  return [
    {
      title: "VPN appliance",
      graphs: [
        { title: "Failed status checks", lines: { failed: metric("StatusCheckFailed", "Maximum") } },
        { title: "CPU, percent", lines: { average: metric("CPUUtilization", "Average") } },
        { title: "Network, bytes", lines: { in: metric("NetworkIn", "Sum"), out: metric("NetworkOut", "Sum") } },
      ],
    },
  ];
}

function workloadRows(group: string): Rows {
  const { inService, cpu, failedChecks } = zoneWorkloadMetrics(group);
  return [
    {
      title: "Workload",
      graphs: [
        { title: "Instances in service", lines: { "in service": inService } },
        { title: "CPU, percent", lines: { average: cpu } },
        { title: "Failed status checks", lines: { failed: failedChecks } },
      ],
    },
  ];
}
