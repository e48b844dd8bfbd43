import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

/** The arguments of a command: options by name, and words. */
export interface CommandLine {
  /** The value of each option that was given. `true` for a flag. */
  readonly values: ReadonlyMap<string, string | true>;
  readonly words: readonly string[];
  /** True if the user asked for help. Other faults of the command line are then ignored. */
  readonly help: boolean;
}

/** For each option of a command, true if it has a value. */
type Kinds = Readonly<Record<string, boolean>>;

/**
 * Splits the arguments of a command. An option is given at most once, because the user cannot know which value would apply.
 *
 * @param usage end of every message
 * @throws UsageError for an unknown or repeated option, for a missing value, and for a value of a flag
 */
export function commandLine(args: readonly string[], kinds: Kinds, usage: string): CommandLine {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, hasValue]) => [
      name,
      { type: hasValue ? ("string" as const) : ("boolean" as const) },
    ]),
  );
  // Not strict, because the messages of the strict mode are for programmers and differ between versions of Node.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string | true>();
  const words: string[] = [];
  const fail = (problem: string): never => {
    throw new UsageError(`${problem}; ${usage}`);
  };
  if (tokens.some((token) => token.kind === "option" && ["--help", "-h"].includes(token.rawName))) {
    return { values, words, help: true };
  }
  for (const token of tokens) {
    if (token.kind === "positional") {
      words.push(token.value);
    }
    if (token.kind === "option") {
      const { name, rawName, value, inlineValue } = token;
      if (rawName !== `--${name}` || !Object.hasOwn(kinds, name)) {
        fail(`Unknown option '${rawName}'`);
      }
      if (values.has(name)) {
        fail(`--${name} must be given once, got it again`);
      }
      values.set(name, kinds[name] ? optionValue(name, value, inlineValue, fail) : flag(name, value, fail));
    }
  }
  return { values, words, help: false };
}

function flag(name: string, value: string | undefined, fail: (problem: string) => never): true {
  return value === undefined ? true : fail(`--${name} must have no value, got ${JSON.stringify(value)}`);
}

function optionValue(
  name: string,
  value: string | undefined,
  inline: boolean | undefined,
  fail: (problem: string) => never,
): string {
  if (value === undefined) {
    return fail(`--${name} must have a value, got nothing`);
  }
  if (value.trim() === "") {
    return fail(`--${name} must have a value, got ${JSON.stringify(value)}`);
  }
  // `--ref --out plans` is more probably a forgotten value than a value.
  if (value.startsWith("-") && !inline) {
    return fail(`--${name} must have a value, got "${value}"; write --${name}=${value} if that is the value`);
  }
  return value;
}
