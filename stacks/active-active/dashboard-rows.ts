import { methodMetrics } from "../../modules/api/metrics";
import type { HealthChecks } from "../../modules/dns/health-checks";
import { checkStatus } from "../../modules/dns/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import type { Graph, Row } from "../../modules/monitoring/dashboard-row";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { slowestReplicas, tableMetrics } from "../../modules/storage/table-metrics";
import { itemsMethods, itemsMetrics } from "./items-metrics";
import type { RegionFacts } from "./region-stack";
import type { WatchedFunction } from "./watched-functions";

/** What the dashboard shows. */
export interface ShownBackend {
  /** Name of the backend in all regions, a dimension of its own metrics. */
  readonly backend: string;
  readonly regions: readonly RegionFacts[];
  readonly tableName: string;
  /** Undefined without a domain. */
  readonly checks: HealthChecks | undefined;
}

/** The rows of the backend's dashboard: the health of all regions if there are checks, then one row for each region. */
export function dashboardRows({ backend, regions, tableName, checks }: ShownBackend): Row[] {
  const rows = regions.map((facts) => regionRow(facts, backend, tableName));
  if (!checks) {
    return rows;
  }
  const lines = regions.map(({ region }) => [region, checkStatus(checks.idOf(region))] as const);
  const health: Row = {
    title: "Health",
    graphs: [{ title: "Healthy", region: GLOBAL_REGION, lines: Object.fromEntries(lines) }],
  };
  return [health, ...rows];
}

function regionRow({ region, api, functions }: RegionFacts, backend: string, tableName: string): Row {
  const methods = itemsMethods(api);
  const [reads, writes] = [methodMetrics(methods["get-item"]), methodMetrics(methods["create-item"])];
  const table = tableMetrics(tableName);
  const own = itemsMetrics(backend, region);
  const perFunction = (line: (fn: WatchedFunction) => Graph["lines"][string]) =>
    Object.fromEntries(Object.entries(functions).map(([which, fn]) => [which, line(fn)]));
  return {
    title: region,
    graphs: [
      {
        title: "Requests for items",
        region,
        lines: {
          reads: reads.requests,
          writes: writes.requests,
          "reads 5xx": reads.serverErrors,
          "writes 5xx": writes.serverErrors,
          "writes 4xx": writes.clientErrors,
        },
      },
      { title: "Latency (p99), ms", region, lines: { reads: reads.latencyP99, writes: writes.latencyP99 } },
      {
        title: "Duration of functions (p99), ms",
        region,
        lines: perFunction(({ name }) => functionMetrics(name).durationP99),
      },
      {
        title: "Errors",
        region,
        lines: {
          ...perFunction(({ name, errors }) => errors ?? functionMetrics(name).errors),
          throttled: table.throttles,
          DynamoDB: table.systemErrors,
        },
      },
      {
        title: "Age of data from other regions, and slowest replication, ms",
        region,
        lines: { from: own.oldestHeartbeats, to: slowestReplicas(tableName) },
      },
    ],
  };
}
