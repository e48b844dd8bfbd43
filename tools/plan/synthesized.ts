import { readConfiguration, readLeftOut, readStacks, type SynthesizedStack } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import type { ComparedStack } from "./affected";

/** A stack and its configuration, read from disk. */
export interface LoadedStack extends ComparedStack, SynthesizedStack {}

/**
 * All stacks in an output folder of `cdktf synth` or `main.ts`.
 *
 * @param option name of the option, for the error
 * @throws UsageError when the folder has no stacks, or only a selection: the other stacks would count as removed
 */
export function loadStacks(folder: string, option: string): LoadedStack[] {
  try {
    const leftOut = readLeftOut(folder);
    if (leftOut.length > 0) {
      throw new Error(`it was synthesized without ${leftOut.join(", ")}`);
    }
    return readStacks(folder).map((stack) => ({ ...stack, configuration: readConfiguration(stack) }));
  } catch (error) {
    const why = (error as Error).message.split("\n")[0];
    throw new UsageError(`${option} must name a folder with synthesized stacks, got ${JSON.stringify(folder)}; ${why}`);
  }
}

/**
 * The stacks of one environment before and after a change, or of all environments.
 *
 * @throws UsageError with the names of the environments when neither has this one
 */
export function ofEnvironment(
  name: string | undefined,
  { before, after }: { readonly before: readonly LoadedStack[]; readonly after: readonly LoadedStack[] },
): { readonly before: readonly LoadedStack[]; readonly after: readonly LoadedStack[] } {
  if (name === undefined) {
    return { before, after };
  }
  const known = [...new Set([...before, ...after].map((stack) => environmentOf(stack) ?? ""))].filter(Boolean).sort();
  if (!known.includes(name)) {
    const rule =
      known.length > 0 ? `one of ${known.join(", ")}` : "an environment of --base or --head, which have none";
    throw new UsageError(`--environment must be ${rule}, got ${JSON.stringify(name)}`);
  }
  const own = (stacks: readonly LoadedStack[]) => stacks.filter((stack) => environmentOf(stack) === name);
  return { before: own(before), after: own(after) };
}

/** The environment, from the key of the stack's state. A stack ID does not show where the environment's name ends. */
function environmentOf({ configuration }: ComparedStack): string | undefined {
  const { backend } = (configuration.terraform ?? {}) as { backend?: { s3?: { key?: string } } };
  return backend?.s3?.key?.split("/")[0];
}
