import { copyFileSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { readStacks } from "../../tools/shared/synthesize";
import type { Bench, BenchContext, BenchResult } from "../bench";
import { interleave, type Samples, type Variant } from "../measure/variant";
import { BENCH_SCRATCH } from "../scratch";
import { copySources } from "../sources";
import { median } from "../statistics";
import { appCommand } from "../synth/own";
import { type ConfigurationFiles, manyEnvironments, manyRegions } from "./configuration";

/** Counted runs: the largest takes minutes. */
const RUNS = 3;

/** Longest run that is waited for, in seconds. */
const LIMIT = 1800;

const SIZES = [10, 50, 100];

/** How a synthesis grows with regions and with environments. */
export const scaleBench: Bench = {
  name: "scale",
  summary: "a synthesis of 10, 50 and 100 regions, and of 1, 10, 50 and 100 copies of every environment",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const originals = environments();
    const folder = prepareCopy();
    const sizes = [
      ...SIZES.map((size) => ({ name: `${size} regions`, files: manyRegions(size) })),
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
        // The copy has no bundles of functions yet: the first size makes them for all.
        warmUp: index === 0,
      }),
    );
    const samples = await interleave(variants, context.runs ?? RUNS, context.tell);
    const rows = samples.map((sample, index) => row(sample, readStacks(sizes[index]?.output).length));
    return {
      tables: [
        {
          title: "Growth of a synthesis",
          header: ["", "stacks", "CPU s", "wall s", "peak MiB", "CPU ms a stack", "MiB a stack"],
          rows,
        },
      ],
      notes: [
        `Medians of ${samples[0]?.usages.length ?? 0} runs of each, in turn.`,
        "Environments are copies of those of `config/` under other names; regions are one environment of the active-active architecture.",
        growth("100 regions cost as much CPU as", samples, "100 regions", "50 regions"),
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

/** A copy of the sources with the packages of this repository. Gives its folder. */
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
  for (const name of environmentNames(folder)) {
    rmSync(join(folder, "config", name));
  }
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(folder, path), text);
  }
}

function row({ name, usages }: Samples, stacks: number): string[] {
  const cpu = median(usages.map(({ cpuSeconds }) => cpuSeconds));
  const peak = median(usages.map(({ peakMiB }) => peakMiB));
  const wall = median(usages.map(({ wallSeconds }) => wallSeconds));
  return [
    name,
    String(stacks),
    cpu.toFixed(2),
    wall.toFixed(2),
    peak.toFixed(0),
    ((cpu * 1000) / stacks).toFixed(1),
    (peak / stacks).toFixed(2),
  ];
}

function growth(text: string, samples: readonly Samples[], larger: string, smaller: string): string {
  const cpu = (wanted: string) =>
    median(samples.find(({ name }) => name === wanted)?.usages.map(({ cpuSeconds }) => cpuSeconds) ?? []);
  return `${text} ${(cpu(larger) / cpu(smaller)).toFixed(2)} x ${smaller}.`;
}
