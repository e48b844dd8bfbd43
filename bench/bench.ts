/** A table of results. Cells are text. */
export interface ResultTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a bench found. */
export interface BenchResult {
  readonly tables: readonly ResultTable[];
  /** What a reader must know to judge the figures: what ran, what is left out. */
  readonly notes: readonly string[];
}

/** What a bench is given. */
export interface BenchContext {
  /** Counted runs of each variant, or undefined: the bench's own number. */
  readonly runs: number | undefined;
  /** Shows `text` while `work` is under way. */
  readonly show: <T>(text: string, work: Promise<T>) => Promise<T>;
  /** Shows that something else is under way. */
  readonly tell: (text: string) => void;
}

/** One bench of `npm run bench`. Judges nothing: what a goal is worth stands in docs/benchmarks.md. */
export interface Bench {
  readonly name: string;
  /** What it measures, for the list of benches. */
  readonly summary: string;
  readonly run: (context: BenchContext) => Promise<BenchResult>;
}
