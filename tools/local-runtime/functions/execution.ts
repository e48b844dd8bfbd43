import type { LocalFunction } from "./local-function";

/** One execution of a pool. */
export interface Execution {
  readonly fn: LocalFunction;
  /** False until its first invocation. */
  used: boolean;
  /** Ends after its invocation, because the function's settings have changed, or because it failed. */
  retired: boolean;
  /** Milliseconds of `performance.now()`. */
  idleSince: number;
  expiry?: NodeJS.Timeout;
}
