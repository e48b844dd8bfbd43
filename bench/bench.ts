/** A table of results. Cells are text. */
export interface ResultTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The result of a benchmark. */
export interface BenchResult {
  readonly tables: readonly ResultTable[];
  /** Notes about the figures, e.g. what was measured and what was left out. */
  readonly notes: readonly string[];
}

/** Options and output of a benchmark. */
export interface BenchContext {
  /** Counted runs of each variant. Undefined for the benchmark's default. */
  readonly runs: number | undefined;
  /** Shows `text` while `work` is running. */
  readonly show: <T>(text: string, work: Promise<T>) => Promise<T>;
  /** Shows the name of the next step. */
  readonly tell: (text: string) => void;
}

/** One benchmark of `npm run bench`. It never fails because of its figures. */
export interface Bench {
  readonly name: string;
  /** Description of the measurement, for the list of benchmarks. */
  readonly summary: string;
  readonly run: (context: BenchContext) => Promise<BenchResult>;
}
