import { apiMetrics } from "../../modules/api/metrics";
import { checkStatus } from "../../modules/dns/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import type { Row } from "../../modules/monitoring/dashboard-row";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { slowestReplicas, tableMetrics } from "../../modules/storage/table-metrics";
import type { RegionFacts } from "./region-stack";

/** The rows of the backend's dashboard: health of all regions, then a row for each. */
export function dashboardRows(
  regions: readonly RegionFacts[],
  tableName: string,
  healthCheckIds: Readonly<Record<string, string>>,
): Row[] {
  const names = regions.map(({ region }) => region);
  const health: Row = {
    title: "Health",
    graphs: [
      {
        title: "Healthy",
        region: GLOBAL_REGION,
        lines: Object.fromEntries(names.map((region) => [region, checkStatus(healthCheckIds[region] ?? "")])),
      },
    ],
  };
  return [health, ...regions.map((facts) => regionRow(facts, tableName))];
}

function regionRow({ region, apiName, stage, functionNames }: RegionFacts, tableName: string): Row {
  const api = apiMetrics(apiName, stage);
  const table = tableMetrics(tableName);
  const perFunction = (metric: "errors" | "durationP99") =>
    Object.fromEntries(Object.entries(functionNames).map(([which, name]) => [which, functionMetrics(name)[metric]]));
  return {
    title: region,
    graphs: [
      { title: "Requests", region, lines: { all: api.requests, "4xx": api.clientErrors, "5xx": api.serverErrors } },
      { title: "Time to answer, ms", region, lines: { p50: api.latencyP50, p99: api.latencyP99 } },
      { title: "Functions' p99, ms", region, lines: perFunction("durationP99") },
      {
        title: "Errors",
        region,
        lines: { ...perFunction("errors"), throttled: table.throttles, DynamoDB: table.systemErrors },
      },
      { title: "Slowest replication, ms", region, lines: { to: slowestReplicas(tableName) } },
    ],
  };
}
