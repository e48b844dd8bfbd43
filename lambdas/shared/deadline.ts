/** A step took longer than its limit. */
export class DeadlineError extends Error {
  /** Node.js's code for a timeout, so that drivers and this class are reported alike. */
  readonly code = "ETIMEDOUT";

  constructor(step: string, milliseconds: number) {
    super(`${step} must end within ${milliseconds} ms`);
    this.name = "DeadlineError";
  }
}

/**
 * Runs `work` for at most `milliseconds`. At the deadline, the signal is aborted and the promise is rejected at once. It does
 * not wait for the work, because the AWS SDK ignores the signal in its pauses between attempts.
 *
 * @param step names the work in the error
 * @throws DeadlineError, and the errors of `work`
 */
export async function withDeadline<T>(
  step: string,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(step, milliseconds));
      stop.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(stop.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}
