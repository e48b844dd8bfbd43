/** Milliseconds for an orderly end. After that, and at a second signal of any kind, the process ends at once. */
const END_MS = 2000;

/**
 * Waits for SIGINT, SIGTERM or SIGHUP. An interrupt is the regular end of the command, so that its exit code is 0. A closed terminal sends
 * SIGHUP.
 */
export function untilInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (isEnding) {
          process.exit(0);
        }
        isEnding = true;
        setTimeout(() => process.exit(0), END_MS).unref();
        resolve();
      });
    }
  });
}
