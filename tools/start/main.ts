import { listStacks } from "../list-stacks/list-stacks";
import { RunFile } from "../local-runtime/runtime/run-file";
import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { readStacks } from "../shared/synthesize";
import { runCommand } from "../shared/usage-error";
import { backendIn, noBackend } from "./choose-backend";
import { latencyMatrix } from "./latency-matrix";
import { readStartOptions } from "./options";
import { runBackend } from "./run-backend";

/** Environment whose backend runs if the user names none. */
const DEFAULT_ENVIRONMENT = "dev";

/**
 * `npm start`: synthesizes every environment, lists the stacks, and runs the active-active backend of one environment on this machine until
 * an interrupt. `npm start -- --once` ends after the list.
 */
async function main(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2));
  if (options.once) {
    process.stdout.write(await listStacks([]));
    return;
  }
  const latency = latencyMatrix(options.latency);
  if (options.environment !== undefined) {
    // Before the run file, which has the name of the environment.
    environmentNamed(configuredEnvironments(), options.environment);
  }
  const environment = options.environment ?? DEFAULT_ENVIRONMENT;
  const runFile = new RunFile(environment);
  // Before the synthesis, which takes longer, and which a second runtime must not do.
  await runFile.claim();
  process.once("exit", () => runFile.remove());
  process.stdout.write(await listStacks([], { continues: true }));
  const stacks = readStacks();
  if (options.environment === undefined && !backendIn(stacks, environment)) {
    process.stdout.write(`${noBackend(stacks, environment)}\n`);
    return;
  }
  await runBackend(environment, { ...options, latency }, runFile);
}

void runCommand(main);
