import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/usage-error";

interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Asks on the terminal for every option that is not on the command line.
 *
 * @param given the options; `undefined` for a missing one
 * @param questions one question per option
 * @param terminal the user's terminal
 * @throws UsageError without a terminal, or when an answer is empty or the input ends
 */
export async function answerMissing<Name extends string>(
  given: Readonly<Record<Name, string | undefined>>,
  questions: Readonly<Record<Name, string>>,
  { stdin, stdout }: Terminal = process,
): Promise<Record<Name, string>> {
  const missing = (Object.keys(questions) as Name[]).filter((name) => given[name] === undefined);
  const answers: Partial<Record<Name, string>> = { ...given };
  if (missing.length === 0) {
    return answers as Record<Name, string>;
  }
  if (!stdin.isTTY) {
    const names = missing.map((name) => `--${name}`).join(", ");
    throw new UsageError(`${names} must be given if there is no terminal, got nothing`);
  }
  const terminal = createInterface({ input: stdin, output: stdout, terminal: true });
  try {
    for (const name of missing) {
      answers[name] = await answer(terminal.question(`${questions[name]}: `), name, terminal);
    }
  } finally {
    terminal.close();
  }
  return answers as Record<Name, string>;
}

async function answer(
  question: Promise<string>,
  name: string,
  terminal: { once(event: "close", listener: () => void): unknown },
): Promise<string> {
  // Ctrl-D closes the input without an answer.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  // Ctrl-C: newer releases of Node reject the question, older ones only close the input.
  const answered = question.catch((error: Error) => {
    if (error.name !== "AbortError") {
      throw error;
    }
    return "";
  });
  const text = (await Promise.race([answered, closed])).trim();
  if (text === "") {
    throw new UsageError(`${name} must be answered, got nothing; no file was written`);
  }
  return text;
}
