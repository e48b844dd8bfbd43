import { parseArgs } from "node:util";
import { UsageError } from "../shared/usage-error";

const USAGE = "usage: npm run state:bootstrap -- --environment <name>";

/**
 * The environment that the command line names.
 *
 * @param known names of the environments that there are
 * @throws UsageError
 */
export function parseEnvironmentName(args: readonly string[], known: readonly string[]): string {
  const name = read(args);
  if (name === undefined) {
    throw new UsageError(`--environment must be given; it is one of ${known.join(", ")}\n${USAGE}`);
  }
  if (!known.includes(name)) {
    throw new UsageError(`--environment must be one of ${known.join(", ")}, got "${name}"`);
  }
  return name;
}

function read(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { environment: { type: "string" } }, strict: true }).values
      .environment;
  } catch (error) {
    // Node's message goes on with hints for programmers after the first sentence.
    const [problem] = (error as Error).message.split(". ");
    throw new UsageError(`${problem}\n${USAGE}`);
  }
}
