/**
 * A problem that the user can solve: a wrong option, a missing program, a missing file. The command prints the message
 * without a stack trace.
 */
export class UsageError extends Error {
  /** Exit code: 1 for what the user wrote or for work that failed, 2 for what the machine lacks. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "UsageError";
    this.exitCode = exitCode;
  }
}

/** Runs a command's main function. Turns a {@link UsageError} into its message and exit code. */
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
