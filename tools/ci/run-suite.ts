import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countsOf } from "./counts";
import { type Priority, ProcessGroup } from "./process-group";
import type { Suite, SuiteResult } from "./suite";

export interface RunSuiteOptions {
  readonly cwd: string;
  readonly priority: Priority;
  /** Folder of the logs. Each suite has one file. */
  readonly logs: string;
  /** Ends the suite when it is aborted. */
  readonly interrupted: AbortSignal;
}

/** Exit codes as timeout(1) and a shell give them. */
const TIMED_OUT = 124;
const INTERRUPTED = 143;

/** Runs a suite to its end or to its time limit. Never rejects for a suite that fails. */
export async function runSuite(suite: Suite, options: RunSuiteOptions): Promise<SuiteResult> {
  const { cwd, priority, logs, interrupted } = options;
  const log = join(logs, `${suite.name.replaceAll(/[^\w.-]+/g, "-")}.log`);
  if (interrupted.aborted) {
    return { suite: suite.name, code: INTERRUPTED, minutes: 0, log, passed: 0, failed: 1, skipped: 0 };
  }
  const started = performance.now();
  const group = new ProcessGroup(suite.command, { cwd, priority, log, env: { ...process.env, ...suite.env } });
  let endedBy: number | undefined;
  const end = (code: number) => {
    endedBy ??= code;
    group.end();
  };
  const limit = setTimeout(() => end(TIMED_OUT), suite.limitMinutes * 60_000);
  const interrupt = () => end(INTERRUPTED);
  interrupted.addEventListener("abort", interrupt);
  const exitCode = await group.exited;
  clearTimeout(limit);
  interrupted.removeEventListener("abort", interrupt);
  const code = endedBy ?? exitCode;
  const minutes = (performance.now() - started) / 60_000;
  return { suite: suite.name, code, minutes, log, ...countsOf(suite, readFileSync(log, "utf8"), code) };
}
