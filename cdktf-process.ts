import util from "node:util";

/**
 * Limits stack traces to errors. CDKTF also captures the stack trace of every reference, to show the origin of a token that does not
 * resolve. There are thousands of references. Their traces take 5 % of the time of a synthesis, and a third of it in jest.
 */
export function traceErrorsOnly(): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target, ...below) => {
    if (target instanceof Error) {
      captureStackTrace(target, ...below);
    }
  };
}

/**
 * Replaces `util.isArray`. CDKTF calls this function, and Node 22 and later print a deprecation warning for it. CDKTF is archived
 * (ADR 1), so users of this project cannot fix the cause.
 */
export function replaceDeprecatedIsArray(): void {
  Object.assign(util, { isArray: Array.isArray });
}

/**
 * Ends the process after a synthesis, which is synchronous. Timers and promises of an environment's file can neither keep the
 * process running nor change its result: a rejected promise is reported in one line, with exit code 1.
 */
export function endAfterSynthesis(): void {
  if (process.listenerCount("unhandledRejection") > 0) {
    return;
  }
  process.on("unhandledRejection", (reason) => endFor("a rejected promise", reason));
  // Timers with the same delay run in the order of their start, so this one runs before all timers of environments.
  setTimeout(() => process.exit(), 1);
}

/** Reports in one line what an environment's file throws after the synthesis. Call it last: before, an error is one of the synthesis. */
export function refuseLateErrors(): void {
  // The first listener is that of run-typescript.js, which reports an output that cannot be written.
  if (process.listenerCount("uncaughtException") < 2) {
    process.prependListener("uncaughtException", (error: NodeJS.ErrnoException) => {
      if (error?.syscall !== "write") {
        endFor("an error", error);
      }
    });
  }
}

function endFor(what: string, reason: unknown): never {
  const got =
    reason instanceof Error
      ? String(reason)
      : util.inspect(reason, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
  process.stderr.write(`config must not start work that ends later, got ${what}: ${got.split("\n")[0]}\n`);
  process.exit(1);
}
