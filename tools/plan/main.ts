import { availableParallelism } from "node:os";
import { join } from "node:path";
import { exclusive } from "../shared/exclusive";
import { inParallel } from "../shared/in-parallel";
import { runCommand, UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import { TerraformCli } from "../terraform/cli";
import { type AffectedStack, compareStacks } from "./affected";
import { type PlanOptions, planOptions } from "./options";
import { preparePlanFolder, readReports, type StackPlan, writeReport } from "./report";
import { planStack } from "./stack-plan";
import { renderSummary } from "./summary";
import { type LoadedStack, loadStacks, ofEnvironment } from "./synthesized";

/** `npm run plan:changed`: plans every stack that a change affects. Writes the plans, their checksums and a summary. */
async function main(): Promise<void> {
  const options = planOptions(process.argv.slice(2));
  await exclusive(`npm run plan:changed with --out ${options.out}`, () => planChanged(options));
}

async function planChanged({ base, head, out, environment }: PlanOptions): Promise<void> {
  const loaded = { before: loadStacks(base, "--base"), after: loadStacks(head, "--head") };
  const { before, after: stacks } = ofEnvironment(environment, loaded);
  const { affected, deleted } = compareStacks(before, stacks);
  preparePlanFolder(out);
  const plans = await planAll(affected, stacks, out).catch((error) => {
    // Without a report, the next run would not accept the folder.
    preparePlanFolder(out);
    throw error;
  });
  writeReport(out, { plans, deleted });
  const summary = join(out, "summary.md");
  writeWhole(summary, renderSummary(readReports(out)));
  for (const id of deleted) {
    process.stdout.write(`${id}: removed from the code; its resources remain until you destroy the stack\n`);
  }
  process.stdout.write(`${plans.length} of ${stacks.length} stacks planned, summary in ${summary}\n`);
  const failed = plans.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) {
    throw new UsageError(`${failed.map(({ id }) => id).join(", ")}: the plan failed; see the text in ${out}`);
  }
}

async function planAll(
  affected: readonly AffectedStack[],
  stacks: readonly LoadedStack[],
  out: string,
): Promise<StackPlan[]> {
  const work = affected.flatMap((one) =>
    stacks.filter(({ id }) => id === one.id).map((stack) => [one, stack] as const),
  );
  const [first, ...rest] = work;
  if (!first) {
    return [];
  }
  const terraform = await TerraformCli.find();
  const plan = async ([one, stack]: readonly [AffectedStack, LoadedStack]) => {
    const result = await planStack(terraform, one, stack, out);
    process.stdout.write(`${result.id}: ${result.line}\n`);
    return result;
  };
  process.stdout.write(`Planning ${affected.length} of ${stacks.length} stacks ...\n`);
  // The first stack fills the plugin cache, because Terraform does not support concurrent writes to it.
  // https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
  return [await plan(first), ...(await inParallel(rest, availableParallelism(), plan))];
}

void runCommand(main);
