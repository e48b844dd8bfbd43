import { availableParallelism } from "node:os";
import { inParallel } from "../shared/in-parallel";
import { readOptions } from "../shared/options";
import { readStacks, synthesize } from "../shared/synthesize";
import { runCommand, UsageError } from "../shared/usage-error";
import { TerraformCli } from "../terraform/cli";
import { checkStack } from "./stack-check";

/** `npm run test:plan`: every stack validates and plans, without AWS and without any server. */
async function main(): Promise<void> {
  readOptions(process.argv.slice(2), "npm run test:plan", {});
  const terraform = await TerraformCli.find();
  process.stdout.write("Synthesizing every environment ...\n");
  await synthesize();
  const stacks = readStacks();
  process.stdout.write(`Validating and planning ${stacks.length} stacks ...\n`);
  const checks = await inParallel(stacks, availableParallelism(), async (stack) => {
    const check = await checkStack(terraform, stack);
    process.stdout.write(`${check.passed ? "ok  " : "FAIL"} ${check.stack}: ${check.report}\n`);
    return check;
  });
  const failed = checks.filter((check) => !check.passed).length;
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) {
    throw new UsageError(`${failed} stacks do not plan; see FAIL above`);
  }
}

void runCommand(main);
