import { join } from "node:path";
import { readWords } from "../shared/options";
import { REPOSITORY_ROOT, SCRATCH } from "../shared/repository";
import { runCommand } from "../shared/usage-error";
import { isFailed, Report } from "./report";
import { runLanes } from "./run-lanes";
import type { Lane } from "./suite";
import { LANES } from "./suites";

/**
 * `npm run ci -- [suite ...]`: runs every suite, or the named ones, in parallel. `.ci/run` installs the programs that they need.
 */
async function main(): Promise<void> {
  const lanes = choose(LANES, process.argv.slice(2));
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => interruption.abort());
  }
  const report = new Report((text) => process.stdout.write(text));
  const results = await runLanes(lanes, {
    cwd: REPOSITORY_ROOT,
    logs: join(SCRATCH, "ci"),
    report,
    interrupted: interruption.signal,
  });
  report.finish(results);
  process.exitCode = results.some(isFailed) ? 1 : 0;
}

/** The lanes with only the suites of these names. */
function choose(lanes: readonly Lane[], args: readonly string[]): readonly Lane[] {
  const known = lanes.flatMap(({ suites }) => suites.map(({ name }) => name));
  const { words } = readWords(args, "npm run ci --", { name: "suite", known }, {});
  return lanes.map((lane) => ({ ...lane, suites: lane.suites.filter(({ name }) => words.includes(name)) }));
}

void runCommand(main);
