/**
 * A problem that the user can solve, e.g. a wrong option, a missing program or a missing file. The command prints the message
 * without a stack trace.
 */
export class UsageError extends Error {
  /** Exit code: 1 for wrong input or failed work, 2 for a missing program or setting of the machine. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "UsageError";
    this.exitCode = exitCode;
  }
}

/** Runs a command's main function. Prints the message of a {@link UsageError} and sets its exit code. */
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
