/** Rejection of {@link within}. */
export class OutOfTime extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = "OutOfTime";
  }
}

/**
 * Runs `work` for at most `milliseconds`. The signal tells the work to stop, but nobody waits for it: the SDK's pauses
 * between attempts do not listen to signals.
 */
export async function within<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new OutOfTime(milliseconds));
      stop.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(stop.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}
