import util from "node:util";

/**
 * Leaves stack traces to errors. CDKTF also takes the whole trace of every reference, thousands of them, to name the origin of a
 * token that does not resolve. Writing those is 5 % of a synthesis and a third of one under jest.
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
 * Replaces `util.isArray`, which CDKTF calls and of which Node warns from release 22 on. CDKTF is archived (ADR 1), and a user
 * of this project cannot act on the warning.
 */
export function replaceDeprecatedIsArray(): void {
  Object.assign(util, { isArray: Array.isArray });
}
