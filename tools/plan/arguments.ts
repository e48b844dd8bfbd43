import { parseArgs } from "node:util";
import { UsageError } from "../shared/usage-error";

/**
 * Options with a value, by name.
 *
 * @param usage the whole command, repeated after what is wrong
 * @throws UsageError for an unknown option, one without its value, or a required one that is missing
 */
export function stringOptions<Required extends string, Optional extends string = never>(
  args: readonly string[],
  names: { readonly required: readonly Required[]; readonly optional?: readonly Optional[] },
  usage: string,
): Record<Required, string> & Partial<Record<Optional, string>> {
  const all = [...names.required, ...(names.optional ?? [])];
  const values = parse(args, all, usage);
  for (const name of names.required) {
    if (!values[name]) {
      throw new UsageError(`--${name} must be given; ${usage}`);
    }
  }
  return values as Record<Required, string> & Partial<Record<Optional, string>>;
}

function parse(args: readonly string[], names: readonly string[], usage: string): Record<string, unknown> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [why] = (error as Error).message.split(". ");
    throw new UsageError(`${why}; ${usage}`);
  }
}
