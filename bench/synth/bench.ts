import type { Bench, BenchContext, BenchResult } from "../bench";
import { goalTable } from "../goals";
import { CPU, ratioTable, WALL } from "../ratio-table";
import { AS_SHIPPED, WITHOUT_VALIDATION } from "./aws-cdk";
import { comparison, ratioTo } from "./comparison";
import { resourceTable, totalSize } from "./resources";

/** Complete processes that synthesize every environment. */
export const synthBench: Bench = {
  name: "synth",
  summary: "CPU and time of a synthesis of every environment, compared with AWS CDK and a project of cdktf init",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const compared = await comparison(context);
    const { samples, own, cdk, cdkVersion } = compared;
    const cpu = (name: string) => ratioTo(compared, name, ({ cpuSeconds }) => cpuSeconds);
    const [ours, theirs] = [totalSize(own), totalSize(cdk)];
    return {
      tables: [
        ratioTable(`${own.size} stacks, all environments`, samples, [CPU, WALL]),
        goalTable([
          { text: "CPU compared with AWS CDK by default", limit: 0.2, measured: cpu(AS_SHIPPED), unit: "x" },
          {
            text: "CPU compared with AWS CDK without validation",
            limit: 0.7,
            measured: cpu(WITHOUT_VALIDATION),
            unit: "x",
          },
        ]),
        resourceTable(own, cdk),
      ],
      notes: [
        `Medians of ${samples[0]?.usages.length ?? 0} runs of each, alternately, after an uncounted warm-up.`,
        "CPU s: user and system time of the process, its threads and its children.",
        `AWS CDK ${cdkVersion}: only the app, with the feature flags of \`cdk init\` and the context of \`cdk synth\`. ` +
          "By default, it validates every template in `app.synth()`. `CDK_VALIDATION=false` disables the validation. " +
          "The code of its functions is built in advance, like Tierra's.",
        `Tierra writes ${ours.resources} resources in ${ours.bytes} bytes, AWS CDK ${theirs.resources} in ${theirs.bytes} bytes.`,
        "The project of `cdktf init` has Tierra's sources. Only the imports of the provider and the compiler differ.",
      ],
    };
  },
};
