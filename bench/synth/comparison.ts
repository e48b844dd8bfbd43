import type { BenchContext } from "../bench";
import type { Usage } from "../measure/usage";
import { interleave, type Samples } from "../measure/variant";
import { median } from "../statistics";
import { awsCdk } from "./aws-cdk";
import { cdktfInit } from "./cdktf-init";
import { floors, OWN_OUTPUT, ownSynthesis } from "./own";
import { cloudFormationSizes, type StackSize, terraformSizes } from "./resources";

/** Runs of every variant, and the sizes of their output. */
export interface Comparison {
  readonly samples: readonly Samples[];
  readonly own: ReadonlyMap<string, StackSize>;
  readonly cdk: ReadonlyMap<string, StackSize>;
  readonly cdkVersion: string;
}

/** Ratio of the first sample's median to the median of the named one. */
export function ratioTo({ samples }: Comparison, name: string, of: (usage: Usage) => number): number {
  const value = (sample: Samples | undefined) => median((sample?.usages ?? []).map(of));
  return value(samples[0]) / value(samples.find((sample) => sample.name === name));
}

/** Counted runs of each variant. */
const RUNS = 7;

let known: Promise<Comparison> | undefined;

/** Tierra's synthesis, its peers and its floors, run alternately. The benchmarks of one command share one comparison. */
export function comparison(context: BenchContext): Promise<Comparison> {
  known ??= compare(context);
  return known;
}

async function compare(context: BenchContext): Promise<Comparison> {
  const cdk = await awsCdk(context);
  const init = await cdktfInit(context);
  const variants = [ownSynthesis(), ...cdk.variants, init, ...floors()];
  const samples = await interleave(variants, context.runs ?? RUNS, context.tell);
  return {
    samples,
    own: terraformSizes(OWN_OUTPUT),
    cdk: cloudFormationSizes(cdk.output),
    cdkVersion: cdk.version,
  };
}
