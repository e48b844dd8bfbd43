/** A step took longer than it may. */
class DeadlineError extends Error {
  constructor(step: string, milliseconds: number) {
    super(`${step} must end within ${milliseconds} ms`);
    this.name = "DeadlineError";
  }
}

/**
 * What `work` resolves to, if that happens in time.
 *
 * @param step names the work in the error
 * @throws DeadlineError, and whatever `work` throws
 */
export async function withDeadline<T>(step: string, milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(step, milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
