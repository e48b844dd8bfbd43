import type { Bench, BenchContext, BenchResult } from "./bench";
import { PEAK, ratioTable } from "./ratio-table";
import { comparison } from "./synth/comparison";

/** Peak memory of the processes of the synth bench. */
export const memoryBench: Bench = {
  name: "memory",
  summary: "peak memory of the same processes",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const { samples, own } = await comparison(context);
    return {
      tables: [ratioTable(`Peak resident set, ${own.size} stacks`, samples, [PEAK])],
      notes: [
        "The largest resident set of one process. TypeScript's own compiler, which `cdk init` runs before tsx, is a child and not counted.",
      ],
    };
  },
};
