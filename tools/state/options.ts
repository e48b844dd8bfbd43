import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../shared/usage-error";

const USAGE = "usage: npm run state:bootstrap -- --environment <name> [--state-folder <folder>]";

/** What the command line asks for. */
export interface BootstrapArguments {
  readonly environment: string;
  /** Where the state is kept until it moves into the bucket. @default the repository's folder */
  readonly stateFolder?: string;
}

/**
 * Reads the command line.
 *
 * @param known names of the environments that there are
 * @throws UsageError
 */
export function parseOptions(args: readonly string[], known: readonly string[]): BootstrapArguments {
  const { environment, "state-folder": stateFolder } = read(args);
  if (environment === undefined) {
    throw new UsageError(`--environment must be given; it is one of ${known.join(", ")}\n${USAGE}`);
  }
  if (!known.includes(environment)) {
    throw new UsageError(`--environment must be one of ${known.join(", ")}, got "${environment}"`);
  }
  return { environment, ...(stateFolder === undefined ? {} : { stateFolder: resolve(stateFolder) }) };
}

function read(args: readonly string[]): { readonly environment?: string; readonly "state-folder"?: string } {
  const options = { environment: { type: "string" }, "state-folder": { type: "string" } } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    // Node's message goes on with hints for programmers after the first sentence.
    const [problem] = (error as Error).message.split(". ");
    throw new UsageError(`${problem}\n${USAGE}`);
  }
}
