import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/usage-error";

export interface ConfirmSettings {
  /** Whether every answer is yes. */
  readonly yes: boolean;
  /** Aborted when the operator interrupts the drill. */
  readonly signal: AbortSignal;
}

/**
 * Asks the operator on the terminal.
 *
 * @throws UsageError if the answer is not yes, or if there is no terminal
 */
export async function confirm(question: string, { yes, signal }: ConfirmSettings): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY) {
    throw new UsageError(`the operator must confirm "${question}", got no terminal; add --yes to answer yes`);
  }
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // In a terminal, readline gets Ctrl-C in place of the process.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await lines.question(`${question} Type yes: `, { signal });
    if (answer.trim().toLowerCase() !== "yes") {
      throw new UsageError(
        `the operator must confirm "${question}", got ${JSON.stringify(answer)}; nothing was changed`,
      );
    }
  } catch (error) {
    throw signal.aborted ? new UsageError("the drill was interrupted before its fault; nothing was changed") : error;
  } finally {
    lines.close();
  }
}
