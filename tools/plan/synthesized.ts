import { readConfiguration, readLeftOut, readStacks, type SynthesizedStack } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import type { ComparedStack } from "./affected";

/** A stack and its configuration, read from disk. */
export interface LoadedStack extends ComparedStack, SynthesizedStack {}

/**
 * All stacks in an output folder of `cdktf synth` or `main.ts`, or those of one environment.
 *
 * @param option name of the option, for the error
 * @throws UsageError when the folder has no stacks, or only a selection: the other stacks would count as removed
 */
export function loadStacks(folder: string, option: string, environment?: string): LoadedStack[] {
  try {
    const leftOut = readLeftOut(folder);
    if (leftOut.length > 0) {
      throw new Error(`it was synthesized without ${leftOut.join(", ")}`);
    }
    return readStacks(folder)
      .map((stack) => ({ ...stack, configuration: readConfiguration(stack) }))
      .filter((stack) => environment === undefined || environmentOf(stack) === environment);
  } catch (error) {
    const why = (error as Error).message.split("\n")[0];
    throw new UsageError(`${option} must name a folder with synthesized stacks, got "${folder}"; ${why}`);
  }
}

/** The environment, from the key of the stack's state. A stack ID does not show where the environment's name ends. */
function environmentOf({ configuration }: ComparedStack): string | undefined {
  const { backend } = (configuration.terraform ?? {}) as { backend?: { s3?: { key?: string } } };
  return backend?.s3?.key?.split("/")[0];
}
