import { availableParallelism } from "node:os";
import { chooseByShape } from "../deployments/choose-by-shape";
import { deployables } from "../deployments/deployable";
import { configuredEnvironments } from "../shared/environment";
import { exclusive } from "../shared/exclusive";
import { inParallel } from "../shared/in-parallel";
import { readOptions } from "../shared/options";
import { readStacks, type SynthesizedStack, synthesize } from "../shared/synthesize";
import { runCommand, UsageError } from "../shared/usage-error";
import { TerraformCli } from "../terraform/cli";
import { checkStack } from "./stack-check";

/**
 * `npm run test:plan`: validates and plans every stack offline. With `-- --skip-deployed`, it validates only the stacks that
 * `npm run test:emulated` does not deploy, because an apply starts with the same validation.
 */
async function main(): Promise<void> {
  const { "skip-deployed": skipDeployed } = readOptions(process.argv.slice(2), "npm run test:plan --", {
    "skip-deployed": {},
  });
  // Both runs would use the same folders.
  await exclusive("npm run test:plan", () => checkAll(skipDeployed));
}

async function checkAll(skipDeployed: boolean): Promise<void> {
  const terraform = await TerraformCli.find();
  process.stdout.write("Synthesizing every environment ...\n");
  await synthesize();
  const stacks = readStacks();
  const validated = new Set(skipDeployed ? notDeployed(stacks) : stacks);
  process.stdout.write(`Validating ${validated.size} and planning ${stacks.length} stacks ...\n`);
  const checks = await inParallel(stacks, availableParallelism(), async (stack) => {
    const check = await checkStack(terraform, stack, { validate: validated.has(stack) });
    process.stdout.write(`${check.passed ? "ok  " : "FAIL"} ${check.stack}: ${check.report}\n`);
    return check;
  });
  const failed = checks.filter((check) => !check.passed).length;
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`);
  if (failed > 0) {
    throw new UsageError(`${failed} stacks do not plan; see FAIL above`);
  }
}

/** IDs of the stacks that no emulated deployment validates. */
function notDeployed(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const environments = configuredEnvironments().map(({ name }) => name);
  return chooseByShape(deployables(stacks, environments))
    .filter(({ deployedBy }) => deployedBy === "none")
    .flatMap(({ deployable }) => deployable.stacks);
}

void runCommand(main);
