import { readWords, wholeNumber } from "../tools/shared/options";

export interface BenchOptions {
  /** Names of the benchmarks to run, without duplicates, in the order of `known`. */
  readonly names: readonly string[];
  /** Whether to write docs/benchmarks.md. */
  readonly write: boolean;
  /** Counted runs of each variant. Undefined for each benchmark's default. */
  readonly runs: number | undefined;
}

/**
 * Reads the command line of `npm run bench`.
 *
 * @param known names of all benches
 * @throws UsageError for an unknown bench or option, or if runs is not a whole number from 1 to 100
 */
export function benchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { words, options } = readWords(
    args,
    "npm run bench --",
    { name: "bench", known },
    {
      runs: { value: "<number>" },
      write: {},
    },
  );
  const { runs, write } = options;
  return {
    names: words,
    write,
    runs: runs === undefined ? undefined : wholeNumber("runs", runs, { from: 1, to: 100 }),
  };
}
