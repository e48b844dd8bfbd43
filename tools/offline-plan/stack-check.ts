import { cpSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { SCRATCH } from "../shared/repository";
import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import type { TerraformCli } from "../terraform/cli";
import { offlineConfiguration } from "./offline-configuration";

/** Result of one stack. */
export interface StackCheck {
  readonly stack: string;
  readonly passed: boolean;
  /** One line if the check passed, otherwise Terraform's output. */
  readonly report: string;
}

/** Seconds for one Terraform command. It needs 4 s of CPU time, which takes longer on a busy machine. */
const TIME_LIMIT = 900;
/** Never sent, because an offline plan sends no requests. */
const NO_CREDENTIALS = { AWS_ACCESS_KEY_ID: "offline", AWS_SECRET_ACCESS_KEY: "offline", AWS_REGION: undefined };

export interface CheckOptions {
  /** Whether `terraform validate` runs too. */
  readonly validate: boolean;
  /** Folder below `.build` for the stacks. Two commands at a time need different ones. @default "offline-plan" */
  readonly room?: string;
}

/** Validates a synthesized stack if `validate` is set, then plans it offline with the provider's schema. */
export async function checkStack(
  terraform: TerraformCli,
  stack: SynthesizedStack,
  { validate, room = "offline-plan" }: CheckOptions,
): Promise<StackCheck> {
  const folder = join(SCRATCH, room, stack.id);
  rmSync(folder, { recursive: true, force: true });
  cpSync(stack.folder, folder, { recursive: true, filter: (source) => !basename(source).startsWith(".terraform") });
  const steps = [
    ["init", "-backend=false", "-no-color"],
    ...(validate ? [["validate", "-no-color"]] : []),
    ["plan", "-refresh=false", "-lock=false", "-no-color", "-out=offline.tfplan"],
  ];
  let seconds = 0;
  let lastOutput = "";
  for (const args of steps) {
    if (args[0] === "plan") {
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(offlineConfiguration(readConfiguration(stack))));
    }
    const result = await terraform.run(args, { cwd: folder, env: NO_CREDENTIALS, timeoutSeconds: TIME_LIMIT });
    seconds += result.seconds;
    lastOutput = result.stdout;
    if (result.code !== 0) {
      return {
        stack: stack.id,
        passed: false,
        report: `terraform ${args[0]} failed\n${result.stdout}${result.stderr}`,
      };
    }
  }
  const summary = /^Plan: .*$/m.exec(lastOutput)?.[0] ?? "Plan: no changes.";
  return { stack: stack.id, passed: true, report: `${validate ? "valid. " : ""}${summary} (${seconds.toFixed(1)} s)` };
}
