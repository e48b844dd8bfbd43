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
