import { join } from "node:path";
import { readWords } from "../shared/options";
import { REPOSITORY_ROOT, SCRATCH } from "../shared/repository";
import { runCommand } from "../shared/usage-error";
import { isFailed, Report } from "./report";
import { runLanes } from "./run-lanes";
import type { Lane } from "./suite";
import { LANES } from "./suites";

/** `npm run ci -- [suite ...]`: runs all suites or the named ones in parallel. `.ci/run` prepares the machine. */
async function main(): Promise<void> {
  const lanes = choose(LANES, process.argv.slice(2));
  const interruption = new AbortController();
  // SIGHUP: the terminal was closed. Suites run in sessions of their own and would otherwise continue.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interruption.abort());
  }
  // The reader of the output ended, e.g. `head`. An unhandled error would leave the suites running, too.
  process.stdout.on("error", () => interruption.abort());
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

/** The lanes, reduced to the suites with these names. */
function choose(lanes: readonly Lane[], args: readonly string[]): readonly Lane[] {
  const known = lanes.flatMap(({ suites }) => suites.map(({ name }) => name));
  const { words } = readWords(args, "npm run ci --", { name: "suite", known }, {});
  return lanes.map((lane) => ({ ...lane, suites: lane.suites.filter(({ name }) => words.includes(name)) }));
}

void runCommand(main);
