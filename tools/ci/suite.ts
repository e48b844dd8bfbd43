/** One command of the run, and one row of the table. */
export interface Suite {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Environment variables, in addition to those of the run. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Source of the counts. `summary`: the last line `N passed, N failed, N skipped` of the log. Without that line, the suite
   * counts as failed. `exit-code`: the suite counts as one test.
   */
  readonly counts: "summary" | "exit-code";
  /** Time limit in minutes. At the limit, the suite is ended and counts as failed. */
  readonly limitMinutes: number;
}

/** Suites of one priority. Lanes run in parallel. */
export interface Lane {
  /** Niceness of each process, from 0 (normal) to 19 (lowest priority). See nice(1). */
  readonly niceness: number;
  /**
   * Niceness of each suite's session. With autogrouping, Linux divides CPU time between sessions first, independent of their
   * number of processes. See sched(7), "The autogroup feature".
   */
  readonly sessionNiceness: number;
  /** Number of suites that run in parallel. The others wait in order. */
  readonly atOnce: number;
  readonly suites: readonly Suite[];
}

/** Number of tests by result. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The result of a suite. */
export interface SuiteResult extends Counts {
  readonly suite: string;
  /** Exit code of the command, or 124 after the time limit, 127 if it could not be started, 143 after an interrupt. */
  readonly code: number;
  readonly minutes: number;
  /** Path of the log. */
  readonly log: string;
}
