import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { readStacks } from "../../tools/shared/synthesize";
import type { Bench, BenchContext, BenchResult, ResultTable } from "../bench";
import { goalTable } from "../goals";
import { interleave, type Samples, type Variant } from "../measure/variant";
import { BENCH_SCRATCH } from "../scratch";
import { copySources } from "../sources";
import { median } from "../statistics";
import { appCommand } from "../synth/own";
import { type ConfigurationFiles, manyEnvironments, manyRegions, REGION_LIST } from "./configuration";

/** Counted runs. The largest size takes minutes. */
const RUNS = 3;

/** Time limit of a run, in seconds. */
const LIMIT = 1800;

const SIZES = [10, 50, 100];

/** Growth of a synthesis with the number of regions and environments. */
export const scaleBench: Bench = {
  name: "scale",
  summary: "a synthesis of 10, 50 and 100 regions, and of 1, 10, 50 and 100 copies of every environment",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const originals = environments();
    const folder = prepareCopy();
    const regions = readFileSync(join(REPOSITORY_ROOT, REGION_LIST), "utf8");
    const sizes = [
      ...SIZES.map((size) => ({ name: `${size} regions`, files: manyRegions(size, regions) })),
      ...[1, ...SIZES].map((size) => ({
        name: `${size * Object.keys(originals).length} environments`,
        files: manyEnvironments(originals, size),
      })),
    ].map((size) => ({ ...size, output: join(folder, "outputs", size.name.replaceAll(" ", "-")) }));
    const variants = sizes.map(
      ({ name, files, output }, index): Variant => ({
        name,
        commands: [{ line: appCommand(), cwd: folder, timeoutSeconds: LIMIT, env: { CDKTF_OUTDIR: output } }],
        prepare: () => writeEnvironments(folder, files),
        // The warm-up of the first size creates the bundles of the functions for all sizes.
        warmUp: index === 0,
      }),
    );
    const samples = await interleave(variants, context.runs ?? RUNS, context.tell);
    const measured = samples.map((sample, index) => sizeOf(sample, readStacks(sizes[index]?.output).length));
    return {
      tables: [
        {
          title: "Growth of a synthesis",
          header: ["", "stacks", "CPU s", "wall s", "peak MiB", "CPU ms a stack", "MiB a stack"],
          rows: measured.map(row),
        },
        goals(measured),
      ],
      notes: [
        `Medians of ${samples[0]?.usages.length ?? 0} runs of each, alternately.`,
        "Environments are copies of those in `config/` with other names. Regions belong to one environment of the active-active architecture.",
      ],
    };
  },
};

/** The repository's environments, by path. */
function environments(): ConfigurationFiles {
  return Object.fromEntries(
    environmentNames(REPOSITORY_ROOT).map((name) => [
      `config/${name}`,
      readFileSync(join(REPOSITORY_ROOT, "config", name), "utf8"),
    ]),
  );
}

function environmentNames(root: string): string[] {
  return readdirSync(join(root, "config")).filter((name) => name.endsWith(".ts"));
}

/** Copies the sources, with the packages of this repository. Returns the folder. */
function prepareCopy(): string {
  const folder = join(BENCH_SCRATCH, "scale");
  copySources(folder);
  for (const name of ["package.json", "tsconfig.json"]) {
    copyFileSync(join(REPOSITORY_ROOT, name), join(folder, name));
  }
  rmSync(join(folder, "node_modules"), { force: true });
  symlinkSync(join(REPOSITORY_ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

/** Makes `files` the only environments of a copy. */
function writeEnvironments(folder: string, files: ConfigurationFiles): void {
  // CDKTF creates only the last folder of the path.
  mkdirSync(join(folder, "outputs"), { recursive: true });
  for (const name of environmentNames(folder)) {
    rmSync(join(folder, "config", name));
  }
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(folder, path), text);
  }
}

/** Medians of one size. */
interface Size {
  readonly name: string;
  readonly stacks: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMiB: number;
}

function sizeOf({ name, usages }: Samples, stacks: number): Size {
  return {
    name,
    stacks,
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: median(usages.map(({ wallSeconds }) => wallSeconds)),
    peakMiB: median(usages.map(({ peakMiB }) => peakMiB)),
  };
}

function row({ name, stacks, cpuSeconds, wallSeconds, peakMiB }: Size): string[] {
  return [
    name,
    String(stacks),
    cpuSeconds.toFixed(2),
    wallSeconds.toFixed(2),
    peakMiB.toFixed(0),
    ((cpuSeconds * 1000) / stacks).toFixed(1),
    (peakMiB / stacks).toFixed(2),
  ];
}

function goals(sizes: readonly Size[]): ResultTable {
  const cpu = (regions: number) => sizes.find(({ name }) => name === `${regions} regions`)?.cpuSeconds ?? Number.NaN;
  const { name, stacks, cpuSeconds, peakMiB } = sizes.reduce((one, other) => (other.stacks > one.stacks ? other : one));
  return goalTable([
    { text: "CPU of 100 regions compared with 50", limit: 3, measured: cpu(100) / cpu(50), unit: "x" },
    {
      text: `CPU of a stack, ${stacks} stacks in ${name}`,
      limit: 20,
      measured: (cpuSeconds * 1000) / stacks,
      unit: "ms",
    },
    { text: `memory of a stack, ${stacks} stacks in ${name}`, limit: 0.3, measured: peakMiB / stacks, unit: "MiB" },
  ]);
}
