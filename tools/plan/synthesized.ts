import { readConfiguration, readLeftOut, readStacks, type SynthesizedStack } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import type { ComparedStack } from "./affected";

/** A synthesized stack, read from its folder. */
export interface LoadedStack extends ComparedStack, SynthesizedStack {}

/**
 * Every stack in a folder that `cdktf synth` or `main.ts` wrote, or those of one environment.
 *
 * @param option names the folder in the message
 * @throws UsageError when the folder contains no stacks, or only selected stacks, because the others would count as deleted
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

/** First part of the key of the stack's state: the first word of a stack id can be only a part of the environment's name. */
function environmentOf({ configuration }: ComparedStack): string | undefined {
  const { backend } = (configuration.terraform ?? {}) as { backend?: { s3?: { key?: string } } };
  return backend?.s3?.key?.split("/")[0];
}
