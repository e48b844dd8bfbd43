import { restApiMetrics } from "../../modules/api/metrics";
import type { HealthChecks } from "../../modules/dns/health-checks";
import { checkStatus } from "../../modules/dns/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import type { Row } from "../../modules/monitoring/dashboard-row";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { slowestReplicas, tableMetrics } from "../../modules/storage/table-metrics";
import type { RegionFacts } from "./region-stack";

/** The rows of the backend's dashboard: the health of all regions if there are checks, then one row for each region. */
export function dashboardRows(
  regions: readonly RegionFacts[],
  tableName: string,
  checks: HealthChecks | undefined,
): Row[] {
  const rows = regions.map((facts) => regionRow(facts, tableName));
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

function regionRow({ region, api, functions }: RegionFacts, tableName: string): Row {
  const requests = restApiMetrics(api.name, api.stage);
  const table = tableMetrics(tableName);
  const perFunction = (metric: "errors" | "durationP99") =>
    Object.fromEntries(Object.entries(functions).map(([which, { name }]) => [which, functionMetrics(name)[metric]]));
  return {
    title: region,
    graphs: [
      {
        title: "Requests",
        region,
        lines: { all: requests.requests, "4xx": requests.clientErrors, "5xx": requests.serverErrors },
      },
      { title: "Latency, ms", region, lines: { p50: requests.latencyP50, p99: requests.latencyP99 } },
      { title: "Duration of functions (p99), ms", region, lines: perFunction("durationP99") },
      {
        title: "Errors",
        region,
        lines: { ...perFunction("errors"), throttled: table.throttles, DynamoDB: table.systemErrors },
      },
      { title: "Slowest replication, ms", region, lines: { to: slowestReplicas(tableName) } },
    ],
  };
}
