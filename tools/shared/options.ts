import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

/** One option of a command: `--name <value>`, `--name=<value>`, or `--name` alone for a flag. */
interface OptionDescription {
  /** What stands for the value in the usage line, e.g. `<commit>`, or the default value itself. @default the option is a flag */
  readonly value?: string;
  /** Whether the command refuses to start without the option. @default false */
  readonly required?: true;
}

type Descriptions = Readonly<Record<string, OptionDescription>>;

/** The values by option name: a string where the option is required, otherwise a string or `undefined`; a flag is a boolean. */
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
  const values = parse(args, command, descriptions);
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

function parse(args: readonly string[], command: string, descriptions: Descriptions): Record<string, unknown> {
  const options = Object.fromEntries(
    Object.entries(descriptions).map(([name, { value }]) => [
      name,
      value === undefined ? { type: "boolean" as const, default: false } : { type: "string" as const },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // The first sentence names the argument. The next ones explain parseArgs to programmers.
    const [problem] = (error as Error).message.split(/\.?\n|\. /);
    throw new UsageError(`${problem}; ${usage(command, descriptions)}`);
  }
}
