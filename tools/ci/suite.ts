/** One command of the run. It has its own row in the table. */
export interface Suite {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Added to the environment of the run. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Source of its numbers of tests. `summary`: the last line `N passed, N failed, N skipped` of its log. Without that line, the
   * suite counts as failed. `exit-code`: the whole suite counts as one test.
   */
  readonly counts: "summary" | "exit-code";
  /** Minutes until it is ended and counts as failed. */
  readonly limitMinutes: number;
}

/** Suites of one priority. Lanes run side by side. */
export interface Lane {
  /** Niceness of each process, from 0 (normal) to 19 (lowest priority). See nice(1). */
  readonly niceness: number;
  /**
   * Niceness of each session, for systems where Linux first divides time between sessions: sched(7), "The autogroup feature". A
   * session counts once, however many processes it has.
   */
  readonly sessionNiceness: number;
  /** Number of suites that run in parallel. The others wait in their order. */
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
