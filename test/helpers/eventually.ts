/** Milliseconds. Only ends what hangs: no verdict depends on how long something takes. */
export const PATIENCE_MS = 540_000;

/**
 * The first value that `find` gives and that is not undefined, however long it takes.
 *
 * @param what completes "never came:" in the error
 * @param pauseMs milliseconds between two attempts
 * @throws Error after nine minutes, before jest ends the test
 */
export async function eventually<T>(
  find: () => T | undefined | Promise<T | undefined>,
  what: string,
  pauseMs = 10,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined) {
      return found;
    }
    if (performance.now() > end) {
      throw new Error(`never came: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
