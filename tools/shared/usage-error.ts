import { inspect } from "node:util";
import { HelpRequest } from "./help-request";
import { endedItselfWith, interruptedWith, watchSignals } from "./interruption";
import { systemProblem } from "./system-error";

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

/**
 * Runs a command's main function and sets the exit code. Prints the message of a {@link UsageError} or of an error of the operating
 * system in one line. Any other error is a bug and is printed with its stack trace.
 */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  watchSignals();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", outputFailed);
  }
  // An error outside of the main function, e.g. in a listener.
  process.prependOnceListener("uncaughtException", (error) => {
    report(error);
    process.exit();
  });
  try {
    await main();
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  const interrupted = interruptedWith();
  if (error instanceof HelpRequest) {
    process.stdout.write(`${error.message}\n`);
  } else if (interrupted !== undefined) {
    // The error is only a consequence of the signal, which was reported when it came.
    process.exitCode = interrupted;
  } else {
    const problem = error instanceof UsageError ? error : systemProblem(error);
    process.stderr.write(`${problem ? printable(problem.message) : inspect(error)}\n`);
    process.exitCode = endedItselfWith() ?? problem?.exitCode ?? 1;
  }
}

/** Without control characters, which a terminal interprets, and which an answer of a server may contain. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "\ufffd");
}

/** Without a reader, e.g. after `| head`, the work continues without output, because a half-done deployment would be worse. */
function outputFailed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    report(error);
  }
}
