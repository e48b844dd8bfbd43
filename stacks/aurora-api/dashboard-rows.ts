import { apiMetrics, type WatchedApi } from "../../modules/api/metrics";
import { auroraMetrics, proxyMetrics } from "../../modules/database/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import { certificateDays, clientVpnMetrics } from "../../modules/hybrid/client-vpn-metrics";
import type { Row } from "../../modules/monitoring/dashboard-row";

/** The resources that the dashboard shows. */
export interface ShownRelationalApi {
  readonly api: WatchedApi;
  /** Name of the function behind the API. */
  readonly functionName: string;
  readonly proxyName: string;
  readonly cluster: { readonly identifier: string; readonly readerCount: number };
  /** Undefined without a VPN. */
  readonly vpn: { readonly endpointId: string; readonly serverCertificateArn: string } | undefined;
}

/** Rows of the dashboard, in the order in which a request passes through the system. The VPN is last. */
export function dashboardRows({ api, functionName, proxyName, cluster, vpn }: ShownRelationalApi): Row[] {
  return [
    apiRow(api),
    functionRow(functionName),
    proxyRow(proxyName),
    clusterRow(cluster),
    ...(vpn ? [vpnRow(vpn)] : []),
  ];
}

function apiRow(api: WatchedApi): Row {
  const { requests, clientErrors, serverErrors, errorPercent, latencyP50, latencyP99 } = apiMetrics(api);
  return {
    title: "API",
    graphs: [
      { title: "Requests", lines: { requests } },
      { title: "Errors", lines: { "4xx": clientErrors, "5xx": serverErrors } },
      { title: "Errors, percent", lines: { "5xx": errorPercent } },
      { title: "Latency, ms", lines: { p99: latencyP99, p50: latencyP50 } },
    ],
  };
}

function functionRow(name: string): Row {
  const { durationP99, errors, throttles, concurrent } = functionMetrics(name);
  return {
    title: "Function",
    graphs: [
      { title: "Duration (p99), ms", lines: { duration: durationP99 } },
      { title: "Errors and throttles", lines: { errors, throttles } },
      { title: "Concurrent executions", lines: { concurrent } },
    ],
  };
}

function proxyRow(name: string): Row {
  const { clients, open, borrowLatency, pinnedPercent, failedLogins } = proxyMetrics(name);
  return {
    title: "Proxy",
    graphs: [
      { title: "Connections", lines: { "of clients": clients, "to the cluster": open } },
      { title: "Wait for a connection, µs", lines: { average: borrowLatency } },
      { title: "Pinned connections, percent", lines: { pinned: pinnedPercent } },
      { title: "Refused logins", lines: { refused: failedLogins } },
    ],
  };
}

function clusterRow({ identifier, readerCount }: ShownRelationalApi["cluster"]): Row {
  const metrics = auroraMetrics(identifier);
  return {
    title: "Cluster",
    graphs: [
      { title: "Capacity", lines: { ACU: metrics.capacity, "percent of the maximum": metrics.utilization } },
      { title: "Connections", lines: { connections: metrics.connections } },
      { title: "Latency, ms", lines: { SELECT: metrics.selectLatency, commit: metrics.commitLatency } },
      readerCount > 0
        ? { title: "Replica lag, ms, and deadlocks", lines: { lag: metrics.replicaLag, deadlocks: metrics.deadlocks } }
        : { title: "Deadlocks", lines: { deadlocks: metrics.deadlocks } },
    ],
  };
}

function vpnRow({ endpointId, serverCertificateArn }: NonNullable<ShownRelationalApi["vpn"]>): Row {
  const { connections, authenticationFailures, toClients, fromClients, ...days } = clientVpnMetrics(endpointId);
  return {
    title: "VPN",
    graphs: [
      { title: "Connections", lines: { connections } },
      { title: "Failed authentications", lines: { failures: authenticationFailures } },
      { title: "Bytes", lines: { "to clients": toClients, "from clients": fromClients } },
      {
        title: "Days until expiry",
        lines: {
          "server's certificate": certificateDays(serverCertificateArn),
          "revocation list": days.revocationListDays,
          "identity provider's certificate": days.identityProviderDays,
        },
      },
    ],
  };
}
