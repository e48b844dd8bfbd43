import { readFileSync } from "node:fs";
import { textTable } from "../shared/table";
import type { Counts, Suite, SuiteResult } from "./suite";

/** Minutes between two lines that list the running suites. */
const INTERVAL_MINUTES = 1;

/** The output of a run. Every entry is written at once, so that the output of parallel suites never mixes. */
export class Report {
  readonly #write: (text: string) => void;
  readonly #started = performance.now();
  readonly #running = new Map<string, number>();
  readonly #clock: NodeJS.Timeout;

  constructor(write: (text: string) => void, intervalMinutes = INTERVAL_MINUTES) {
    this.#write = write;
    this.#clock = setInterval(() => this.#showRunning(), intervalMinutes * 60_000);
  }

  begin({ name, limitMinutes }: Suite): void {
    this.#running.set(name, performance.now());
    this.#write(`${this.#now()} ${name}: started, limit ${limitMinutes} min\n`);
  }

  /** Shows the whole log of a suite between two lines that name it. */
  end(result: SuiteResult): void {
    const { suite, log, code, minutes } = result;
    this.#running.delete(suite);
    const text = read(log);
    const outcome = `${describe(code)} after ${minutes.toFixed(1)} min`;
    this.#write(`\n=== ${suite}: log\n${text}${text.endsWith("\n") ? "" : "\n"}=== ${suite}: ${outcome}\n\n`);
  }

  /** The table, and the total of all tests on the last line. */
  finish(results: readonly SuiteResult[]): void {
    clearInterval(this.#clock);
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
    this.#write(`${table}\n\n${failed.join("")}total after ${this.#now()}\n`);
    this.#write(`${passed} passed, ${failures} failed, ${skipped} skipped\n`);
  }

  #now(): string {
    return `${minutesSince(this.#started)} min`;
  }

  #showRunning(): void {
    const running = [...this.#running].map(([name, since]) => `${name} for ${minutesSince(since)} min`);
    this.#write(`${this.#now()} running: ${running.join(", ")}\n`);
  }
}

/** Whether a suite makes the run fail. */
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

function read(log: string): string {
  try {
    return readFileSync(log, "utf8");
  } catch {
    // Interrupted before it started.
    return "";
  }
}

function minutesSince(started: number): string {
  return ((performance.now() - started) / 60_000).toFixed(1);
}
