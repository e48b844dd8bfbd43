import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Progress } from "../tools/shared/progress";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { textTable } from "../tools/shared/table";
import { runCommand } from "../tools/shared/usage-error";
import { writeWhole } from "../tools/shared/write-file";
import type { Bench, BenchContext, BenchResult } from "./bench";
import { BENCHES } from "./benches";
import { section, withSection } from "./document";
import { machine } from "./machine";
import { benchOptions } from "./options";
import { BENCH_SCRATCH } from "./scratch";

const DOCUMENT = join(REPOSITORY_ROOT, "docs", "benchmarks.md");

/**
 * `npm run bench`: runs the benchmarks and prints their tables. With `--write`, it writes them to docs/benchmarks.md. Each result
 * is also stored as JSON in the scratch folder.
 */
async function main(): Promise<void> {
  const names = BENCHES.map(({ name }) => name);
  const options = benchOptions(process.argv.slice(2), names);
  for (const bench of BENCHES.filter(({ name }) => options.names.includes(name))) {
    const result = await bench.run(contextOf(bench, options.runs));
    const stand = machine();
    process.stdout.write(`\n${bench.name}: ${bench.summary}\n${stand}\n`);
    for (const { title, header, rows } of result.tables) {
      process.stdout.write(`\n${title}\n${textTable(header, rows)}\n`);
    }
    process.stdout.write(`${result.notes.map((note) => `\n- ${note}`).join("")}\n`);
    keep(bench.name, stand, result);
    if (options.write) {
      write(bench.name, stand, result);
    }
  }
}

function contextOf({ name }: Bench, runs: number | undefined): BenchContext {
  return {
    runs,
    show: (text, work) => new Progress(`${name}: ${text}`).during(work),
    tell: (text) => process.stderr.write(`${name}: ${text} ...\n`),
  };
}

function keep(name: string, stand: string, result: BenchResult): void {
  mkdirSync(BENCH_SCRATCH, { recursive: true });
  const text = JSON.stringify({ name, machine: stand, ...result }, null, 2);
  writeWhole(join(BENCH_SCRATCH, `${name}.json`), `${text}\n`);
}

function write(name: string, stand: string, result: BenchResult): void {
  const before = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, "utf8") : "# Benchmarks\n";
  writeWhole(DOCUMENT, withSection(before, name, section(result, stand)));
}

void runCommand(main);
