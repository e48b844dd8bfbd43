import { readOptions } from "../shared/options";
import { runCommand } from "../shared/usage-error";
import { listStacks } from "../stacks/list-stacks";

/** `npm start`: synthesizes every environment and lists the stacks. */
async function main(): Promise<void> {
  readOptions(process.argv.slice(2), "npm start --", { once: {} });
  process.stdout.write(await listStacks([]));
}

void runCommand(main);
