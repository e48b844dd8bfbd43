/**
 * Why an invocation failed. `handler`: the handler threw an error. `timeout`: it took longer than the function's timeout. `exit`: the
 * execution ended, e.g. by a crash or at its memory limit. `throttled`: the invocation exceeded the concurrency.
 */
export type FunctionFault = "handler" | "timeout" | "exit" | "throttled";

/** An invocation without a result. The message is the handler's, or that of Lambda. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  readonly fault: FunctionFault;

  constructor(fault: FunctionFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
