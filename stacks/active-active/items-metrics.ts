import type { WatchedMethod } from "../../modules/api/metrics";
import { DEFAULT_PERIOD_SECONDS, type Metric, type MetricExpression } from "../../modules/monitoring/metric";

const NAMESPACE = "Tierra/Items";

/** Lines that are still distinguishable in a small graph. */
const PEERS_SHOWN = 5;

/**
 * The metrics that the items functions publish in their logs, in the embedded metric format. Each is in the region of the function.
 * `lambdas/items/health/handler.ts` and `lambdas/items/authorizer/handler.ts` use the same names.
 *
 * @param backend name of the backend in all regions, e.g. `project-x-prod-items`
 */
export function itemsMetrics(backend: string, region: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: NAMESPACE,
    name,
    dimensions: { Backend: backend, Region: region },
    statistic,
  });
  const oldestHeartbeats: MetricExpression = {
    label: "Oldest heartbeats, ms",
    expression:
      `SELECT MAX(HeartbeatAge) FROM SCHEMA("${NAMESPACE}", Backend, Peer, Region) ` +
      `WHERE Backend = '${backend}' AND Region = '${region}' GROUP BY Peer ORDER BY MAX() DESC LIMIT ${PEERS_SHOWN}`,
    metrics: {},
    periodSeconds: DEFAULT_PERIOD_SECONDS,
  };
  return {
    /** Milliseconds since the latest heartbeat that this region has of another region: one line for each of the five oldest. */
    oldestHeartbeats,
    /** The highest of these ages. No value while the age of one region is unknown. */
    oldestHeartbeatAge: metric("OldestHeartbeatAge", "Maximum"),
    /** Tokens that the authorizer refused. Lambda counts each as an error of the function. */
    refusedTokens: metric("RefusedTokens", "Sum"),
    /** Failed downloads of an issuer's keys. */
    keyDownloadFailures: metric("KeyDownloadFailures", "Sum"),
  };
}

/** The methods that users call. `/health` is not one of them, because its many requests would hide their errors. */
export function itemsMethods({ name, stage }: { readonly name: string; readonly stage: string }) {
  const method = (verb: string, path: string): WatchedMethod => ({ api: name, stage, method: verb, path });
  return { "get-item": method("GET", "/items/{item_id}"), "create-item": method("POST", "/items") };
}
