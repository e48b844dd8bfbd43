/** The clock and the output of a release. */
export interface World {
  /** Rejects when the operator interrupts the release. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Ends also after an interruption, because a rollback must not be interrupted. */
  readonly pause: (seconds: number) => Promise<void>;
  /** Prints one line. */
  readonly say: (line: string) => void;
}
