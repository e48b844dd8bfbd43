import { functionMetrics } from "../../modules/functions/metrics";
import type { Metric, MetricExpression } from "../../modules/monitoring/metric";
import type { ItemsFunctionName } from "./items-functions";
import { itemsMetrics } from "./items-metrics";
import type { RegionPartProps } from "./region-part";

/** A function and the limits of its alarms. */
export interface WatchedFunction {
  /** Name of the function, as text. */
  readonly name: string;
  /** Highest 99th percentile of the duration, in milliseconds. */
  readonly p99Ms: number;
  /** Failures of the function. @default Lambda's metric of errors */
  readonly errors?: Metric | MetricExpression | undefined;
}

/** The functions of a region. Only a backend with `auth: jwt` has an authorizer. */
export type WatchedFunctions = Readonly<
  Record<ItemsFunctionName, WatchedFunction> & Partial<Record<"authorizer", WatchedFunction>>
>;

/** The functions of a region with their limits. The failover time assumes 1 s for health. */
export function watchedFunctions(part: RegionPartProps, auth: "none" | "iam" | "jwt"): WatchedFunctions {
  const { name, backend, region } = part;
  const watched = (which: string, p99Ms: number): WatchedFunction => ({ name: `${name}-${which}`, p99Ms });
  const authorizer = watched("authorizer", 1_000);
  const { refusedTokens } = itemsMetrics(backend, region);
  return {
    "get-item": watched("get-item", 1_000),
    "create-item": watched("create-item", 2_000),
    health: watched("health", 1_000),
    ...(auth === "jwt" ? { authorizer: { ...authorizer, errors: failures(authorizer.name, refusedTokens) } } : {}),
  };
}

/**
 * Failures of the authorizer other than refused tokens. API Gateway answers 401 only if the function fails with "Unauthorized", so
 * that each refused token is also in Lambda's metric of errors.
 */
function failures(functionName: string, refusedTokens: Metric): MetricExpression {
  return {
    label: "Failures of the authorizer",
    expression: "FILL(errors,0)-FILL(refused,0)",
    metrics: { errors: functionMetrics(functionName).errors, refused: refusedTokens },
  };
}
