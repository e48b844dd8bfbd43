import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "../../tools/shared/program";
import { UsageError } from "../../tools/shared/usage-error";
import { BENCH_SCRATCH } from "../scratch";

/** Resource usage of one run of a command. */
export interface Usage {
  /** User and system time of the process, its threads and its ended children. Children count on Linux only. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Largest resident set of the process, without children. */
  readonly peakMiB: number;
}

/** A command that is measured: a shell command whose first program is Node. */
export interface Command {
  readonly line: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default 600 */
  readonly timeoutSeconds?: number;
}

const HOOK = join(__dirname, "usage-hook.js");

/**
 * Runs a command once.
 *
 * @throws UsageError with exit code 1 when the command fails, because an incomplete run has no figure
 */
export async function measure(command: Command): Promise<Usage> {
  const file = join(BENCH_SCRATCH, `usage-${process.pid}.json`);
  mkdirSync(BENCH_SCRATCH, { recursive: true });
  rmSync(file, { force: true });
  const { code, stderr, stdout, seconds } = await runProgram("sh", ["-c", command.line], {
    cwd: command.cwd,
    timeoutSeconds: command.timeoutSeconds ?? 600,
    env: {
      ...command.env,
      // All variants run with the Node of the benchmark.
      PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
      NODE_OPTIONS: `--require ${JSON.stringify(HOOK)}`,
      BENCH_USAGE: file,
    },
  });
  if (code !== 0 || !existsSync(file)) {
    const said = `${stderr}\n${stdout}`.trim().slice(-2000);
    throw new UsageError(`"${command.line}" must succeed to be measured, got exit code ${code}: ${said}`, 1);
  }
  const used = JSON.parse(readFileSync(file, "utf8")) as Omit<Usage, "wallSeconds">;
  rmSync(file);
  return { ...used, wallSeconds: seconds };
}
