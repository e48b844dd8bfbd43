import { readWords } from "../shared/options";
import { Progress } from "../shared/progress";
import { REPOSITORY_ROOT, SYNTHESIZED } from "../shared/repository";
import { readLeftOut, readStacks, synthesize } from "../shared/synthesize";
import { runCommand } from "../shared/usage-error";
import { LINE_WIDTH, wrapped } from "./lines";
import { nextSteps } from "./next-steps";
import { groupStacks } from "./stack-groups";
import { countsOf, stackTable } from "./stack-table";

/**
 * `npm start`: synthesizes every environment and lists the stacks. `npm start -- dev-three-tier` synthesizes one architecture of
 * one environment. `dev` and `three-tier` are also selectors.
 */
async function main(): Promise<void> {
  const { words: selectors } = readWords(process.argv.slice(2), "npm start --", { name: "selector" }, {});
  const progress = new Progress(`Synthesizing ${selectors.join(", ") || "every environment"}`);
  const { seconds } = await progress.during(synthesize(REPOSITORY_ROOT, { selectors }));
  const groups = groupStacks(readStacks());
  const leftOut = readLeftOut();
  const stacks = groups.flatMap((group) => group.stacks);
  process.stdout.write(
    `${stackTable(groups)}\n\n` +
      `${countsOf(stacks)}, synthesized in ${seconds.toFixed(1)} s, written to ${SYNTHESIZED}\n` +
      (leftOut.length > 0 ? leftOutText(leftOut) : "") +
      `${nextSteps(groups)}\n`,
  );
}

function leftOutText(names: readonly string[]): string {
  return `Left out, \`npm start\` synthesizes everything:\n${wrapped(names, LINE_WIDTH - 2)
    .map((line) => `  ${line}\n`)
    .join("")}`;
}

void runCommand(main);
