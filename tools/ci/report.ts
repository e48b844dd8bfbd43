import { textTable } from "../shared/table";
import { logPieces } from "./log";
import type { Counts, Suite, SuiteResult } from "./suite";

/** Minutes between two lines that list the running suites. */
const INTERVAL_MINUTES = 1;

/** The output of a run. Each entry is written at once, so that the output of parallel suites never mixes. */
export class Report {
  private readonly write: (text: string) => void;
  private readonly started = performance.now();
  private readonly running = new Map<string, number>();
  private readonly clock: NodeJS.Timeout;

  constructor(write: (text: string) => void, intervalMinutes = INTERVAL_MINUTES) {
    this.write = write;
    this.clock = setInterval(() => this.showRunning(), intervalMinutes * 60_000);
  }

  begin({ name, limitMinutes }: Suite): void {
    this.running.set(name, performance.now());
    this.write(`${this.now()} ${name}: started, limit ${limitMinutes} min\n`);
  }

  /** Prints the log of a suite between two lines with the suite's name. */
  end(result: SuiteResult): void {
    const { suite, log, code, minutes } = result;
    this.running.delete(suite);
    this.write(`\n=== ${suite}: log\n`);
    let last = "";
    for (const piece of logPieces(log)) {
      this.write(piece);
      last = piece.at(-1) ?? last;
    }
    const outcome = `${describe(code)} after ${minutes.toFixed(1)} min`;
    this.write(`${last === "\n" ? "" : "\n"}=== ${suite}: ${outcome}\n\n`);
  }

  /** Prints the table, and the totals on the last line. */
  finish(results: readonly SuiteResult[]): void {
    clearInterval(this.clock);
    const rows = results.map((result) => [
      result.suite,
      `${result.passed}`,
      `${result.failed}`,
      `${result.skipped}`,
      result.minutes.toFixed(1),
      describe(result.code),
    ]);
    const table = textTable(["suite", "passed", "failed", "skipped", "minutes", "ended"], rows);
    const failed = results.filter(isFailed).map(({ suite, log }) => `failed: ${suite}, log in ${log}\n`);
    const { passed, failed: failures, skipped } = sum(results);
    this.write(`${table}\n\n${failed.join("")}total after ${this.now()}\n`);
    this.write(`${passed} passed, ${failures} failed, ${skipped} skipped\n`);
  }

  private now(): string {
    return `${minutesSince(this.started)} min`;
  }

  private showRunning(): void {
    const running = [...this.running].map(([name, since]) => `${name} for ${minutesSince(since)} min`);
    this.write(`${this.now()} running: ${running.join(", ")}\n`);
  }
}

/** True if the result of a suite makes the run fail. */
export function isFailed({ code, failed }: SuiteResult): boolean {
  return code !== 0 || failed > 0;
}

function sum(results: readonly SuiteResult[]): Counts {
  const total = (key: keyof Counts) => results.reduce((before, result) => before + result[key], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}

function describe(code: number): string {
  const known: Readonly<Record<number, string>> = { 0: "ok", 124: "time limit", 143: "interrupted" };
  return known[code] ?? `exit code ${code}`;
}

function minutesSince(started: number): string {
  return ((performance.now() - started) / 60_000).toFixed(1);
}
