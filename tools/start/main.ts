import { Progress } from "../shared/progress";
import { REPOSITORY_ROOT } from "../shared/repository";
import { readLeftOut, readStacks, synthesize } from "../shared/synthesize";
import { runCommand } from "../shared/usage-error";
import { nextSteps } from "./next-steps";
import { stackTable } from "./stack-table";

/**
 * `npm start`: synthesizes every environment and lists the stacks. `npm start -- dev-three-tier` synthesizes one architecture of
 * one environment. `dev` and `three-tier` are also selectors.
 */
async function main(): Promise<void> {
  const selectors = process.argv.slice(2);
  const progress = new Progress(`Synthesizing ${selectors.join(", ") || "every environment"}`);
  const { seconds } = await progress.during(synthesize(REPOSITORY_ROOT, { selectors }));
  const stacks = readStacks();
  const leftOut = readLeftOut();
  process.stdout.write(`${stackTable(stacks)}\n\n`);
  process.stdout.write(
    `${stacks.length} stacks in ${seconds.toFixed(1)} s, written to cdktf.out in ${REPOSITORY_ROOT}\n` +
      (leftOut.length > 0 ? `Left out: ${leftOut.join(", ")}. \`npm start\` synthesizes everything.\n` : "") +
      `${nextSteps(stacks)}\n`,
  );
}

void runCommand(main);
