import { createInterface } from "node:readline";
import { UsageError } from "../shared/usage-error";

interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Asks on the terminal for every option that is not on the command line. Several lines that are pasted at once answer several
 * questions.
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
  // Keeps the lines that arrive before their question. It ends at Ctrl-C and Ctrl-D.
  const lines = terminal[Symbol.asyncIterator]();
  let closed = false;
  terminal.once("close", () => {
    closed = true;
  });
  try {
    for (const name of missing) {
      if (!closed) {
        terminal.setPrompt(`${questions[name]}: `);
        // A prompt after the end of the input would wait for ever.
        terminal.prompt();
      }
      const { value = "" } = await lines.next();
      answers[name] = notEmpty(value, name);
    }
  } finally {
    terminal.close();
  }
  return answers as Record<Name, string>;
}

function notEmpty(line: string, name: string): string {
  const text = line.trim();
  if (text === "") {
    throw new UsageError(`${name} must be answered, got nothing; no file was written`);
  }
  return text;
}
