/**
 * A refusal that the caller is told about: status, a code for programs and a sentence for people. Everything else that is
 * thrown is ours to read and the caller gets no word of it.
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

/** The store did not answer in time, or refused for load. Says nothing about whether a write took place. */
export function unavailable(): Problem {
  return new Problem(
    503,
    "unavailable",
    "the item store did not answer in time; retry with the same Idempotency-Key",
    1,
  );
}
