/**
 * An error that the caller receives: an HTTP status, a code for programs and a sentence for people. The caller receives
 * no details of any other error.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The store did not answer in time, or was overloaded. A write may or may not have happened. */
export function unavailable(): Problem {
  return new Problem(
    503,
    "unavailable",
    "the item store did not answer in time; retry with the same Idempotency-Key",
    1,
  );
}
