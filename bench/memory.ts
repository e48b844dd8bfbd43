import type { Bench, BenchContext, BenchResult } from "./bench";
import { goalTable } from "./goals";
import { PEAK, ratioTable } from "./ratio-table";
import { AS_SHIPPED, WITHOUT_VALIDATION } from "./synth/aws-cdk";
import { comparison, ratioTo } from "./synth/comparison";

/** Peak memory of the processes of the benchmark `synth`. */
export const memoryBench: Bench = {
  name: "memory",
  summary: "peak memory of the same processes",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const compared = await comparison(context);
    const { samples, own } = compared;
    const peak = (name: string) => ratioTo(compared, name, ({ peakMiB }) => peakMiB);
    return {
      tables: [
        ratioTable(`Peak resident set, ${own.size} stacks`, samples, [PEAK]),
        goalTable([
          { text: "memory compared with AWS CDK by default", limit: 0.32, measured: peak(AS_SHIPPED), unit: "x" },
          {
            text: "memory compared with AWS CDK without validation",
            limit: 0.85,
            measured: peak(WITHOUT_VALIDATION),
            unit: "x",
          },
        ]),
      ],
      notes: [
        "The largest resident set of one process. TypeScript's own compiler, which `cdk init` runs before tsx, is a child process and is not counted.",
      ],
    };
  },
};
