/** One command of the run, with a row of its own in the table. */
export interface Suite {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Laid over the environment of the run. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where its numbers come from. `summary`: the last line `N passed, N failed, N skipped` of its log, without which it
   * counts as failed. `exit-code`: the whole suite counts as one test.
   */
  readonly counts: "summary" | "exit-code";
  /** Minutes until it is ended and counts as failed. */
  readonly limitMinutes: number;
}

/** Suites of one priority. Lanes run side by side. */
export interface Lane {
  /** Of each process; 0 is a normal one's, 19 the lowest. See nice(1). */
  readonly niceness: number;
  /**
   * Of each suite as a whole, where Linux first divides time between sessions: sched(7), "The autogroup feature". A session counts
   * once, however many processes it has.
   */
  readonly sessionNiceness: number;
  /** How many of its suites run side by side; the others wait in their order. */
  readonly atOnce: number;
  readonly suites: readonly Suite[];
}

/** Tests of a suite, by how they ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How a suite ended. */
export interface SuiteResult extends Counts {
  readonly suite: string;
  /** Exit code of the command; 124 after the time limit, 127 when it could not be started, 143 when it was interrupted. */
  readonly code: number;
  readonly minutes: number;
  /** Path of the log. */
  readonly log: string;
}
