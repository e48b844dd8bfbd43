import { mysqlMetrics } from "../../modules/database/metrics";
import { hostMetrics } from "../../modules/hosts/metrics";
import type { DashboardProps } from "../../modules/monitoring/dashboard";
import { fileSystemMetrics } from "../../modules/storage/file-system-metrics";
import { loadBalancerMetrics, type MeasuredLoadBalancer } from "../../modules/web/metrics";

/** The resources that the dashboard shows. */
export interface DashboardSubjects {
  readonly loadBalancer: MeasuredLoadBalancer;
  readonly hosts: { readonly group: { readonly name: string }; readonly metricNamespace: string };
  readonly data: { readonly database: DashboardDatabase; readonly fileSystem: { readonly fileSystemId: string } };
}

interface DashboardDatabase {
  readonly writer: { readonly identifier: string };
  readonly readers: readonly { readonly identifier: string }[];
}

/** Rows of the dashboard, in the order in which a request passes through the application. */
export function dashboardRows({ loadBalancer, hosts, data }: DashboardSubjects): DashboardProps["rows"] {
  const web = loadBalancerMetrics(loadBalancer);
  const host = hostMetrics(hosts.group.name, hosts.metricNamespace);
  const files = fileSystemMetrics(data.fileSystem.fileSystemId);
  return [
    {
      title: "Load balancer",
      graphs: [
        { title: "Requests", lines: { requests: web.requests } },
        { title: "Errors", lines: { hosts: web.targetErrors, "load balancer": web.balancerErrors } },
        { title: "Errors, percent", lines: { "5xx": web.errorPercent } },
        { title: "Response time, seconds", lines: { p99: web.latencyP99, p50: web.latencyP50 } },
      ],
    },
    {
      title: "Hosts",
      graphs: [
        { title: "In service", lines: { "in service": host.inService, desired: host.desired } },
        { title: "Health check", lines: { healthy: web.healthyHosts, unhealthy: web.unhealthyHosts } },
        { title: "CPU, percent", lines: { average: host.cpu } },
        { title: "Database reachable", lines: { "1: from all hosts": host.deepHealth } },
      ],
    },
    { title: "Database", graphs: databaseGraphs(data.database) },
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

function databaseGraphs({ writer, readers }: DashboardDatabase) {
  const instances = [
    { label: "writer", metrics: mysqlMetrics(writer.identifier) },
    ...readers.map(({ identifier }, index) => ({
      label: `replica ${index + 1}`,
      metrics: mysqlMetrics(identifier),
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
    ...(readers.length > 0 ? [of("Replica lag, seconds", "replicaLag", instances.slice(1))] : []),
  ];
}
