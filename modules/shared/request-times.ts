/**
 * Most seconds that API Gateway waits for a function: the default quota of REST APIs. That of HTTP APIs is 30 (API Gateway
 * quotas).
 */
export const LONGEST_API_SECONDS = 29;

/** Seconds of a failover to a reader: "typically less than 60 seconds" (Aurora user guide, "High availability for Aurora"). */
export const FAILOVER_SECONDS = 60;

/** Seconds that the proxy holds a client without a free connection: RDS Proxy's own default, twice as long as a failover. */
export const BORROW_SECONDS = 2 * FAILOVER_SECONDS;

/** Seconds to start the function, and to send the answer. */
const MARGIN_SECONDS = { function: 1, request: 2 };

/** The time limits of one request, from the outside to the inside. */
export interface RequestTimes {
  /** Milliseconds that API Gateway waits for the function. */
  readonly apiMilliseconds: number;
  /** Timeout of the function in seconds. */
  readonly functionSeconds: number;
  /** Seconds after which the function stops to wait for the database and answers 503. */
  readonly requestSeconds: number;
}

/** The time limits of a request that API Gateway may hold for `apiSeconds`. Each limit ends before the one around it. */
export function requestTimes(apiSeconds: number = LONGEST_API_SECONDS): RequestTimes {
  const functionSeconds = apiSeconds - MARGIN_SECONDS.function;
  return {
    apiMilliseconds: apiSeconds * 1000,
    functionSeconds,
    requestSeconds: functionSeconds - MARGIN_SECONDS.request,
  };
}
