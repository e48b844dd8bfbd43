import { Progress } from "../shared/progress";
import { REPOSITORY_ROOT } from "../shared/repository";
import { readStacks, synthesize } from "../shared/synthesize";
import { runCommand } from "../shared/usage-error";
import { stackTable } from "./stack-table";

/** `npm start`: synthesizes every environment and shows what there is to deploy. */
async function main(): Promise<void> {
  const progress = new Progress("Synthesizing every environment");
  const { seconds } = await progress.during(synthesize());
  const stacks = readStacks();
  process.stdout.write(`${stackTable(stacks)}\n\n`);
  process.stdout.write(
    `${stacks.length} stacks in ${seconds.toFixed(1)} s, written to cdktf.out in ${REPOSITORY_ROOT}\n` +
      "Deploy one architecture of one environment:  npx cdktf deploy 'dev-three-tier-*'\n" +
      "The first time, give the environment its state bucket:  npm run state:bootstrap -- --environment dev\n",
  );
}

void runCommand(main);
