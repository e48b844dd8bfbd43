import { parseArgs } from "node:util";
import { UsageError } from "../tools/shared/usage-error";

export interface BenchOptions {
  /** Names of the benches that run, each once, in the order of `known`. */
  readonly names: readonly string[];
  /** Whether docs/benchmarks.md is written. */
  readonly write: boolean;
  /** Counted runs of each variant, or undefined: each bench's own number. */
  readonly runs: number | undefined;
}

/**
 * Reads the command line of `npm run bench`.
 *
 * @param known names of all benches
 * @throws UsageError with exit code 1 for an unknown bench or option, or for runs that are no whole number from 1 to 100
 */
export function benchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const usage = `npm run bench -- [${known.join("|")} ...] [--runs <number>] [--write]`;
  const { values, positionals } = read(args, usage);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`bench must be one of ${known.join(", ")}, got "${unknown}"; ${usage}`, 1);
  }
  const { runs, write = false } = values;
  if (runs !== undefined && !(/^\d{1,3}$/.test(runs) && Number(runs) >= 1 && Number(runs) <= 100)) {
    throw new UsageError(`--runs must be a whole number from 1 to 100, got "${runs}"; ${usage}`, 1);
  }
  const names = positionals.length === 0 ? known : known.filter((name) => positionals.includes(name));
  return { names, write, runs: runs === undefined ? undefined : Number(runs) };
}

function read(args: readonly string[], usage: string) {
  try {
    return parseArgs({
      args: [...args],
      options: { write: { type: "boolean" }, runs: { type: "string" } },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError(`options must be --runs and --write, got "${args.join(" ")}"; ${usage}`, 1);
  }
}
