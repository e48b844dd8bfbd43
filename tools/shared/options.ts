import { commandLine } from "./command-line";
import { HelpRequest } from "./help-request";
import { UsageError } from "./usage-error";

/** One option of a command: `--name <value>`, `--name=<value>`, or `--name` alone for a flag. */
interface OptionDescription {
  /** Placeholder for the value in the usage line, e.g. `<commit>`, or the default value. @default the option is a flag */
  readonly value?: string;
  /** True if the command requires the option. @default false */
  readonly required?: true;
}

type Descriptions = Readonly<Record<string, OptionDescription>>;

/** The values by option name: a string or, unless the option is required, `undefined`. A flag is a boolean. */
export type Options<D extends Descriptions> = {
  readonly [Name in keyof D]: D[Name] extends { readonly value: string }
    ? D[Name] extends { readonly required: true }
      ? string
      : string | undefined
    : boolean;
};

/**
 * Reads the options of a command. All commands of the repository use it, so that they fail in the same way.
 *
 * @param args the arguments after the command, usually `process.argv.slice(2)`
 * @param command the command as the user enters it, e.g. `npm run plan:base --`
 * @throws UsageError for an unknown or repeated option, an unexpected argument, a missing value or a missing required option.
 *   Its message ends with the usage line.
 * @throws HelpRequest for `--help` and `-h`
 */
export function readOptions<const D extends Descriptions>(
  args: readonly string[],
  command: string,
  descriptions: D,
): Options<D> {
  return read(args, command, descriptions, { allowWords: false }).options;
}

/**
 * Reads the options of a command that also takes words, e.g. names of suites.
 *
 * @param words name of a word in messages, and the words that the command accepts; without `known`, any word that is not empty
 * @returns the options, and the words in the order of `known`, without duplicates; all words of `known` if the user gave none
 * @throws UsageError like {@link readOptions}, and for an unknown word
 */
export function readWords<const D extends Descriptions>(
  args: readonly string[],
  command: string,
  words: { readonly name: string; readonly known?: readonly string[] },
  descriptions: D,
): { readonly words: readonly string[]; readonly options: Options<D> } {
  const call = `${command} [${words.name} ...]`;
  const { known } = words;
  const { words: given, options } = read(args, call, descriptions, { allowWords: true });
  const wrong = given.find((word) => (known ? !known.includes(word) : word.trim() === ""));
  if (wrong !== undefined) {
    const rule = known ? `be one of ${known.join(", ")}` : "not be empty";
    throw new UsageError(`${words.name} must ${rule}, got ${JSON.stringify(wrong)}; ${usage(call, descriptions)}`);
  }
  if (known === undefined) {
    return { words: [...new Set(given)], options };
  }
  return { words: given.length === 0 ? known : known.filter((word) => given.includes(word)), options };
}

/**
 * Parses the whole number of an option.
 *
 * @param option name without the dashes
 * @param limits smallest and largest value that the command accepts
 * @throws UsageError with the limits
 */
export function wholeNumber(
  option: string,
  value: string,
  limits: { readonly from: number; readonly to: number },
): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number) || number < limits.from || number > limits.to) {
    throw new UsageError(
      `--${option} must be a whole number from ${limits.from} to ${limits.to}, got ${JSON.stringify(value)}`,
    );
  }
  return number;
}

function read<D extends Descriptions>(
  args: readonly string[],
  command: string,
  descriptions: D,
  { allowWords }: { readonly allowWords: boolean },
): { readonly words: readonly string[]; readonly options: Options<D> } {
  const line = usage(command, descriptions);
  const kinds = Object.fromEntries(
    Object.entries(descriptions).map(([name, { value }]) => [name, value !== undefined]),
  );
  const { values, words, help } = commandLine(args, kinds, line);
  if (help) {
    throw new HelpRequest(line);
  }
  const [word] = words;
  if (word !== undefined && !allowWords) {
    throw new UsageError(`Unexpected argument '${word}'; ${line}`);
  }
  const options = Object.entries(descriptions).map(([name, { value, required }]) => {
    if (required && !values.has(name)) {
      throw new UsageError(`--${name} must be given, got nothing; ${line}`);
    }
    return [name, value === undefined ? values.has(name) : values.get(name)];
  });
  return { words, options: Object.fromEntries(options) as Options<D> };
}

/** `usage: npm run plan:base -- --ref <commit> [--out <folder>]`. */
function usage(command: string, descriptions: Descriptions): string {
  const options = Object.entries(descriptions).map(([name, { value, required }]) =>
    required ? text(name, value) : `[${text(name, value)}]`,
  );
  return ["usage:", command, ...options].join(" ");
}

function text(name: string, value: string | undefined): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
