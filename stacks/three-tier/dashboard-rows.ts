import { mysqlMetrics } from "../../modules/database/metrics";
import { hostMetrics } from "../../modules/hosts/metrics";
import type { DashboardProps } from "../../modules/monitoring/dashboard";
import { fileSystemMetrics } from "../../modules/storage/file-system-metrics";
import { loadBalancerMetrics, type MeasuredLoadBalancer } from "../../modules/web/metrics";

/** What the dashboard of a web tier is about. */
export interface TierDashboardSubjects {
  readonly loadBalancer: MeasuredLoadBalancer;
  readonly hosts: { readonly groupName: string; readonly metricNamespace: string };
  readonly mysql: { readonly identifier: string; readonly replicaIdentifiers: readonly string[] };
  readonly fileSystemId: string;
}

/** The rows of a web tier's dashboard, in the order in which a request passes through it. */
export function tierRows(subjects: TierDashboardSubjects): DashboardProps["rows"] {
  const web = loadBalancerMetrics(subjects.loadBalancer);
  const hosts = hostMetrics(subjects.hosts.groupName, subjects.hosts.metricNamespace);
  const files = fileSystemMetrics(subjects.fileSystemId);
  return [
    {
      title: "Load balancer",
      graphs: [
        { title: "Requests", lines: { requests: web.requests } },
        { title: "Errors", lines: { hosts: web.targetErrors, "load balancer": web.balancerErrors } },
        { title: "Errors, percent", lines: { "5xx": web.errorPercent } },
        { title: "Time to answer, seconds", lines: { p99: web.latencyP99, p50: web.latencyP50 } },
      ],
    },
    {
      title: "Hosts",
      graphs: [
        { title: "In service", lines: { "in service": hosts.inService, desired: hosts.desired } },
        { title: "Health check", lines: { healthy: web.healthyHosts, unhealthy: web.unhealthyHosts } },
        { title: "CPU, percent", lines: { average: hosts.cpu } },
        { title: "Reaches the database", lines: { "1 when all do": hosts.deepHealth } },
      ],
    },
    { title: "Database", graphs: databaseGraphs(subjects.mysql) },
    {
      title: "File system",
      graphs: [
        { title: "Bytes", lines: { metered: files.metered } },
        { title: "Throughput, percent", lines: { used: files.throughputPercent } },
        { title: "Clients", lines: { connections: files.clients } },
      ],
    },
  ];
}

function databaseGraphs({ identifier, replicaIdentifiers }: TierDashboardSubjects["mysql"]) {
  const instances = [
    { label: "writer", metrics: mysqlMetrics(identifier) },
    ...replicaIdentifiers.map((replica, index) => ({
      label: `replica ${index + 1}`,
      metrics: mysqlMetrics(replica),
    })),
  ];
  const of = (title: string, key: keyof ReturnType<typeof mysqlMetrics>, which = instances) => ({
    title,
    lines: Object.fromEntries(which.map(({ label, metrics }) => [label, metrics[key]])),
  });
  return [
    of("CPU, percent", "cpu"),
    of("Free storage, bytes", "freeStorage"),
    of("Connections", "connections"),
    ...(replicaIdentifiers.length > 0 ? [of("Replica lag, seconds", "replicaLag", instances.slice(1))] : []),
  ];
}
