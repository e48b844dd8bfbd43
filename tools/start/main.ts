import { runCommand } from "../shared/usage-error";
import { listStacks } from "../stacks/list-stacks";
import { readStartOptions } from "./options";

/** `npm start`: synthesizes every environment and lists the stacks. */
async function main(): Promise<void> {
  readStartOptions(process.argv.slice(2));
  process.stdout.write(await listStacks([]));
}

void runCommand(main);
