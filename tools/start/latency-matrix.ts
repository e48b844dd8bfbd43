import { readFileSync } from "node:fs";
import { LatencyMatrix } from "../local-runtime/route53/latency-matrix";
import { parseLatencies } from "../local-runtime/route53/parse-latencies";

/**
 * The latencies between regions.
 *
 * @param file path of the user's file, which has priority over measured latencies
 * @throws UsageError for a file that has no latencies
 */
export function latencyMatrix(file: string | undefined): LatencyMatrix {
  return new LatencyMatrix(file === undefined ? {} : parseLatencies(file, readFileSync(file, "utf8")));
}
