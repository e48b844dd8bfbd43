import { readWords } from "../shared/options";
import { runCommand } from "../shared/usage-error";
import { listStacks } from "./list-stacks";

/**
 * `npm run stacks`: synthesizes every environment and lists the stacks. `npm run stacks -- dev-three-tier` synthesizes one
 * architecture of one environment. `dev` and `three-tier` are also selectors.
 */
async function main(): Promise<void> {
  const { words: selectors } = readWords(process.argv.slice(2), "npm run stacks --", { name: "selector" }, {});
  process.stdout.write(await listStacks(selectors));
}

void runCommand(main);
