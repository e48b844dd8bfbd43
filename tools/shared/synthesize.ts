import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type RunResult, runProgram } from "./program";
import { REPOSITORY_ROOT, SYNTHESIZED } from "./repository";
import { UsageError } from "./usage-error";

/** One synthesized stack, as the manifest of cdktf.out describes it. */
export interface SynthesizedStack {
  readonly id: string;
  /** Absolute folder with the stack's `cdk.tf.json`. */
  readonly folder: string;
  /** Stacks whose outputs this one reads: they are deployed first. */
  readonly dependencies: readonly string[];
}

/**
 * Runs `main.ts` in a process of its own, as `cdktf synth` would.
 *
 * @throws UsageError with what `main.ts` said when the configuration is wrong
 */
export async function synthesize(root = REPOSITORY_ROOT): Promise<RunResult> {
  const tsx = createRequire(join(root, "package.json")).resolve("tsx");
  const result = await runProgram(process.execPath, ["--import", tsx, join(root, "main.ts")], {
    cwd: root,
    timeoutSeconds: 120,
  });
  if (result.code !== 0) {
    throw new UsageError(result.stderr.trim() || `main.ts ended with exit code ${result.code}`);
  }
  return result;
}

/** Every stack in a folder that `main.ts` wrote, sorted by id. */
export function readStacks(synthesized = SYNTHESIZED): SynthesizedStack[] {
  const manifest = JSON.parse(readFileSync(join(synthesized, "manifest.json"), "utf8")) as {
    stacks: Record<string, { name: string; workingDirectory: string; dependencies: string[] }>;
  };
  return Object.values(manifest.stacks)
    .map(({ name, workingDirectory, dependencies }) => ({
      id: name,
      folder: join(synthesized, workingDirectory),
      dependencies,
    }))
    .sort((one, other) => one.id.localeCompare(other.id, "en"));
}

/** The Terraform configuration of a synthesized stack. */
export function readConfiguration(stack: SynthesizedStack): TerraformConfiguration {
  return JSON.parse(readFileSync(join(stack.folder, "cdk.tf.json"), "utf8")) as TerraformConfiguration;
}

/** The parts of a `cdk.tf.json` that tools read. */
export interface TerraformConfiguration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly [block: string]: unknown;
}
