import { LINE_WIDTH, wrapped, wrappedText } from "../shared/lines";
import { Progress } from "../shared/progress";
import { REPOSITORY_ROOT, SYNTHESIZED } from "../shared/repository";
import { readLeftOut, readStacks, readWarnings, synthesize } from "../shared/synthesize";
import { nextSteps } from "./next-steps";
import { groupStacks } from "./stack-groups";
import { countsOf, stackTable } from "./stack-table";

/**
 * Synthesizes the selected stacks into cdktf.out, and lists them.
 *
 * @param selectors environments, architectures or both; without selectors, everything is synthesized
 * @returns the table, the counts, the warnings and, without `continues`, the commands that deploy
 * @throws UsageError with the message of `main.ts` when the configuration or a selector is wrong
 */
export async function listStacks(
  selectors: readonly string[],
  { continues = false }: { readonly continues?: boolean } = {},
): Promise<string> {
  const progress = new Progress(`Synthesizing ${selectors.join(", ") || "every environment"}`);
  const { seconds } = await progress.during(synthesize(REPOSITORY_ROOT, { selectors }));
  const groups = groupStacks(readStacks());
  const leftOut = readLeftOut();
  const stacks = groups.flatMap((group) => group.stacks);
  return (
    `${stackTable(groups)}\n\n` +
    `${countsOf(stacks)}, synthesized in ${seconds.toFixed(1)} s, written to ${SYNTHESIZED}\n` +
    warningsText(readWarnings()) +
    (leftOut.length > 0 ? leftOutText(leftOut) : "") +
    (continues ? "" : `${nextSteps(groups)}\n`)
  );
}

function warningsText(warnings: readonly string[]): string {
  return warnings.map((warning) => `${wrappedText(warning, "Warning: ", 2).join("\n")}\n`).join("");
}

function leftOutText(names: readonly string[]): string {
  return `Left out, \`npm run stacks\` synthesizes everything:\n${wrapped(names, LINE_WIDTH - 2)
    .map((line) => `  ${line}\n`)
    .join("")}`;
}
