/**
 * Something that the person at the terminal can mend: a wrong option, a missing program, a missing file.
 * Printed as one line, without a stack trace.
 */
export class UsageError extends Error {
  /** Exit code: 2 for wrong use or a missing tool, 1 for work that failed. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message);
    this.name = "UsageError";
    this.exitCode = exitCode;
  }
}

/** Runs a command's main function; turns a {@link UsageError} into its message and exit code. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
