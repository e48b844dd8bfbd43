import { type Command, measure, type Usage } from "./usage";

/** One row of a comparison: the measured commands, and the preparation before each run, which is not measured. */
export interface Variant {
  readonly name: string;
  /** Commands of one run, in order. CPU and time are sums. The peak is the maximum. */
  readonly commands: readonly Command[];
  readonly prepare?: () => void;
  /** Whether an uncounted warm-up run comes first. @default true */
  readonly warmUp?: boolean;
}

/** All runs of a variant, in order. */
export interface Samples {
  readonly name: string;
  readonly usages: readonly Usage[];
}

/**
 * Runs every variant `runs` times, alternately, so that other work on the machine affects all of them.
 * A first round fills caches and is not counted.
 *
 * @param tell called with the name of the run before each run
 */
export async function interleave(
  variants: readonly Variant[],
  runs: number,
  tell: (text: string) => void,
): Promise<Samples[]> {
  const usages = variants.map((): Usage[] => []);
  for (let run = 0; run <= runs; run += 1) {
    for (const [index, variant] of variants.entries()) {
      if (run === 0 && variant.warmUp === false) {
        continue;
      }
      tell(`${run === 0 ? "warm-up" : `run ${run} of ${runs}`}: ${variant.name}`);
      const usage = await runOnce(variant);
      if (run > 0) {
        usages[index]?.push(usage);
      }
    }
  }
  return variants.map(({ name }, index) => ({ name, usages: usages[index] ?? [] }));
}

async function runOnce({ commands, prepare }: Variant): Promise<Usage> {
  prepare?.();
  const total = { cpuSeconds: 0, wallSeconds: 0, peakMiB: 0 };
  for (const command of commands) {
    const usage = await measure(command);
    total.cpuSeconds += usage.cpuSeconds;
    total.wallSeconds += usage.wallSeconds;
    total.peakMiB = Math.max(total.peakMiB, usage.peakMiB);
  }
  return total;
}
