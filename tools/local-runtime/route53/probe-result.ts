/** What a checker observed with one request. Times are milliseconds. */
export type ProbeResult =
  /** The endpoint answered. `answerMs` starts when the connection is established. */
  | { readonly type: "answer"; readonly connectMs: number; readonly answerMs: number; readonly status: number }
  /** There was no answer, e.g. `connection refused`. */
  | { readonly type: "failure"; readonly reason: string };

/**
 * Limits of an HTTP or HTTPS check, in milliseconds: 4 s for the connection, and 2 s for the answer after that.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const PROBE_LIMITS = { connectMs: 4_000, answerMs: 2_000 } as const;

/** Whether a request counts as a success: an answer in time with a status of 2xx or 3xx. String matching is not supported. */
export function isSuccess(result: ProbeResult): boolean {
  return (
    result.type === "answer" &&
    result.connectMs <= PROBE_LIMITS.connectMs &&
    result.answerMs <= PROBE_LIMITS.answerMs &&
    result.status >= 200 &&
    result.status < 400
  );
}

/** The result as in Route 53's console, e.g. `HTTP status code 503`. */
export function describeProbe(result: ProbeResult): string {
  if (result.type === "failure") {
    return result.reason;
  }
  if (result.connectMs > PROBE_LIMITS.connectMs) {
    return `no connection within ${PROBE_LIMITS.connectMs / 1000} s`;
  }
  return result.answerMs > PROBE_LIMITS.answerMs
    ? `no answer within ${PROBE_LIMITS.answerMs / 1000} s`
    : `HTTP status code ${result.status}`;
}
