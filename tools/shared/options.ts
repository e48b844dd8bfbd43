import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

/** One option of a command: `--name <value>`, `--name=<value>`, or `--name` alone for a flag. */
interface OptionDescription {
  /** Placeholder of the value in the usage line, e.g. `<commit>`, or the default value. @default the option is a flag */
  readonly value?: string;
  /** Whether the command refuses to start without the option. @default false */
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
 * @param command as the user types it, e.g. `npm run plan:base --`
 * @throws UsageError for an unknown option, an argument that is no option, a missing value or a missing required option.
 *   Its message ends with the usage line.
 */
export function readOptions<const D extends Descriptions>(
  args: readonly string[],
  command: string,
  descriptions: D,
): Options<D> {
  return checked(parse(args, command, descriptions).values, command, descriptions);
}

/**
 * Reads the options of a command that also takes words, e.g. names of suites.
 *
 * @param words what a word is called in messages, and the words that the command accepts
 * @returns the options, and the words in the order of `known`, each once; all of them if the user gave none
 * @throws UsageError like {@link readOptions}, and for an unknown word
 */
export function readWords<const D extends Descriptions>(
  args: readonly string[],
  command: string,
  words: { readonly name: string; readonly known: readonly string[] },
  descriptions: D,
): { readonly words: readonly string[]; readonly options: Options<D> } {
  const call = `${command} [${words.name} ...]`;
  const { values, positionals } = parse(args, call, descriptions, true);
  const unknown = positionals.find((word) => !words.known.includes(word));
  if (unknown !== undefined) {
    throw new UsageError(
      `${words.name} must be one of ${words.known.join(", ")}, got "${unknown}"; ${usage(call, descriptions)}`,
    );
  }
  return {
    words: positionals.length === 0 ? words.known : words.known.filter((word) => positionals.includes(word)),
    options: checked(values, call, descriptions),
  };
}

function checked<D extends Descriptions>(
  values: Readonly<Record<string, unknown>>,
  command: string,
  descriptions: D,
): Options<D> {
  for (const [name, { required }] of Object.entries(descriptions)) {
    if (required && !values[name]) {
      throw new UsageError(`--${name} must be given, got nothing; ${usage(command, descriptions)}`);
    }
    if (values[name] === "") {
      throw new UsageError(`--${name} must have a value, got ""; ${usage(command, descriptions)}`);
    }
  }
  return values as Options<D>;
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

/**
 * A whole number that an option names.
 *
 * @param option without the dashes
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
    throw new UsageError(`--${option} must be a whole number from ${limits.from} to ${limits.to}, got "${value}"`);
  }
  return number;
}

function parse(
  args: readonly string[],
  command: string,
  descriptions: Descriptions,
  allowPositionals = false,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries(descriptions).map(([name, { value }]) => [
      name,
      value === undefined ? { type: "boolean" as const, default: false } : { type: "string" as const },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals });
  } catch (error) {
    // The first sentence names the argument. The next ones explain parseArgs to programmers.
    const [problem] = (error as Error).message.split(/\.?\n|\. /);
    throw new UsageError(`${problem}; ${usage(command, descriptions)}`);
  }
}
