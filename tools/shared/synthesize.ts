import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunResult, runProgram } from "./program";
import { REPOSITORY_ROOT, SYNTHESIZED } from "./repository";
import { UsageError } from "./usage-error";

/** A synthesized stack, from the manifest of cdktf.out. */
export interface SynthesizedStack {
  readonly id: string;
  /** Absolute path of the folder with the stack's `cdk.tf.json`. */
  readonly folder: string;
  /** IDs of the stacks whose outputs this stack reads. They are deployed first. */
  readonly dependencies: readonly string[];
}

interface SynthesisOptions {
  readonly selectors?: readonly string[];
  readonly output?: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs the command of `cdktf.json` in a separate process, like `cdktf synth`.
 *
 * @param selectors environments, architectures or both (`dev-three-tier`); without selectors, everything is synthesized
 * @param output folder of the synthesized stacks. @default cdktf.out, or the value of CDKTF_OUTDIR
 * @param signal ends the synthesis, which then fails. @default it runs to its end
 * @throws UsageError with the message of `main.ts` when the configuration or a selector is wrong
 */
export async function synthesize(
  root = REPOSITORY_ROOT,
  { selectors = [], output, signal }: SynthesisOptions = {},
): Promise<RunResult> {
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { app: string };
  const [program = "", ...args] = app.split(" ");
  if (output !== undefined) {
    // CDKTF creates only the last folder of the path.
    mkdirSync(output, { recursive: true });
  }
  const result = await runProgram(program === "node" ? process.execPath : program, [...args, ...selectors], {
    cwd: root,
    timeoutSeconds: 120,
    outputMiB: 16,
    ...(signal === undefined ? {} : { signal }),
    ...(output === undefined ? {} : { env: { CDKTF_OUTDIR: output } }),
  });
  if (result.code !== 0) {
    // 2: the machine lacks something, e.g. write permission.
    const exitCode = result.code === 2 ? 2 : 1;
    throw new UsageError(result.stderr.trim() || `main.ts ended with exit code ${result.code}`, exitCode);
  }
  return result;
}

interface StackInManifest {
  readonly name: string;
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
  readonly annotations?: ReadonlyArray<{ readonly level: string; readonly message: string }>;
}

/** The parts of CDKTF's manifest that tools read. */
interface Manifest {
  readonly stacks: Readonly<Record<string, StackInManifest>>;
  /** Architectures that the selectors leave out. `main.ts` writes the list. */
  readonly leftOut?: readonly string[];
}

function readManifest(synthesized: string): Manifest {
  return JSON.parse(readFileSync(join(synthesized, "manifest.json"), "utf8")) as Manifest;
}

/** Architectures of environments, such as `dev-three-tier`, that the last synthesis into a folder did not select. */
export function readLeftOut(synthesized = SYNTHESIZED): readonly string[] {
  return readManifest(synthesized).leftOut ?? [];
}

/** Warnings of the stacks, such as `dev-aurora-api-data: data.logs includes general.`, sorted. */
export function readWarnings(synthesized = SYNTHESIZED): readonly string[] {
  return Object.values(readManifest(synthesized).stacks)
    .flatMap(({ name, annotations = [] }) =>
      annotations.filter(({ level }) => level === "@cdktf/warn").map(({ message }) => `${name}: ${message}`),
    )
    .sort();
}

/** All stacks in an output folder of `main.ts`, sorted by ID. */
export function readStacks(synthesized = SYNTHESIZED): SynthesizedStack[] {
  return Object.values(readManifest(synthesized).stacks)
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
