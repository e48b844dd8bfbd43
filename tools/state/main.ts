import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { readOptions } from "../shared/options";
import { REPOSITORY_ROOT } from "../shared/repository";
import { readConfiguration, readStacks, type SynthesizedStack, synthesize } from "../shared/synthesize";
import { runCommand } from "../shared/usage-error";
import { TerraformCli } from "../terraform/cli";
import { StateBootstrap } from "./bootstrap";

/** `npm run state:bootstrap -- --environment dev`creates the state bucket of an environment. See docs/state.md. */
async function main(): Promise<void> {
  const started = performance.now();
  const { environment, "state-folder": stateFolder = REPOSITORY_ROOT } = readOptions(
    process.argv.slice(2),
    "npm run state:bootstrap --",
    { environment: { value: "<name>", required: true }, "state-folder": { value: "<folder>" } },
  );
  const { name, accountId } = environmentNamed(configuredEnvironments(), environment);
  const terraform = await TerraformCli.find();
  const id = `${name}-state`;
  const say = (line: string) => process.stdout.write(`${id}: ${line}\n`);
  // Terraform receives the same Ctrl-C and stops gracefully. If this process ended first, the broken pipe would kill Terraform.
  process.on("SIGINT", () => say("interrupted: waiting for terraform to end"));

  say("synthesizing");
  await synthesize();
  const stack = findStack(id);
  await new StateBootstrap({ terraform, stack, accountId, stateFolder, say }).run();
  const seconds = (performance.now() - started) / 1000;
  say(`done in ${seconds.toFixed(0)} s; the state of every ${name} stack is stored in ${place(stack)}`);
}

function findStack(id: string): SynthesizedStack {
  const stack = readStacks().find((candidate) => candidate.id === id);
  if (!stack) {
    throw new Error(`main.ts must synthesize ${id}, got none`);
  }
  return stack;
}

/** URL of the backend's bucket, `s3://<bucket>`. */
function place(stack: SynthesizedStack): string {
  const { terraform } = readConfiguration(stack) as unknown as {
    terraform: { backend: { s3: { bucket: string } } };
  };
  return `s3://${terraform.backend.s3.bucket}`;
}

void runCommand(main);
