import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { exclusive } from "../shared/exclusive";
import { readOptions } from "../shared/options";
import { REPOSITORY_ROOT } from "../shared/repository";
import { readConfiguration, readStacks, type SynthesizedStack, synthesize } from "../shared/synthesize";
import { runCommand, UsageError } from "../shared/usage-error";
import { TerraformCli } from "../terraform/cli";
import { StateBootstrap } from "./bootstrap";

/** `npm run state:bootstrap -- --environment dev` creates the state bucket of an environment. See docs/state.md. */
async function main(): Promise<void> {
  const started = performance.now();
  const { environment, "state-folder": given = REPOSITORY_ROOT } = readOptions(
    process.argv.slice(2),
    "npm run state:bootstrap --",
    { environment: { value: "<name>", required: true }, "state-folder": { value: "<folder>" } },
  );
  const { name, accountId } = environmentNamed(configuredEnvironments(), environment);
  // Terraform runs in another folder.
  const stateFolder = resolve(given);
  checkStateFolder(stateFolder);
  const terraform = await TerraformCli.find();
  const id = `${name}-state`;
  const say = (line: string) => process.stdout.write(`${id}: ${line}\n`);

  const stack = await exclusive(`npm run state:bootstrap for ${name}`, async () => {
    say("synthesizing");
    await synthesize();
    const found = findStack(id);
    await new StateBootstrap({ terraform, stack: found, accountId, stateFolder, say }).run();
    return found;
  });
  const seconds = (performance.now() - started) / 1000;
  say(`done in ${seconds.toFixed(0)} s; the state of every ${name} stack is stored in ${place(stack)}`);
}

/** A failure to write the state, after Terraform created the bucket, would lose the state. */
function checkStateFolder(folder: string): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--state-folder must name a folder that exists, got ${JSON.stringify(folder)}`);
  }
  accessSync(folder, constants.W_OK);
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
