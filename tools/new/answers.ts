import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/usage-error";

/**
 * Asks on the terminal for every option that is missing on the command line.
 *
 * @param given the options, `undefined` for a missing one
 * @param questions one question per option
 * @throws UsageError without a terminal, or when an answer is empty or the input ends
 */
export async function answerMissing<Name extends string>(
  given: Readonly<Record<Name, string | undefined>>,
  questions: Readonly<Record<Name, string>>,
): Promise<Record<Name, string>> {
  const missing = (Object.keys(questions) as Name[]).filter((name) => given[name] === undefined);
  const answers: Partial<Record<Name, string>> = { ...given };
  if (missing.length === 0) {
    return answers as Record<Name, string>;
  }
  if (!process.stdin.isTTY) {
    const names = missing.map((name) => `--${name}`).join(", ");
    throw new UsageError(`${names} must be given, because there is no terminal to ask on, got nothing`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
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
  // Ctrl-D closes the input and leaves the question without an answer.
  const closed = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const text = (await Promise.race([question, closed])).trim();
  if (text === "") {
    throw new UsageError(`${name} must be answered, got nothing; no file was written`);
  }
  return text;
}
