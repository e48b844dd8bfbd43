import { stripVTControlCharacters } from "node:util";
import type { Counts, Suite } from "./suite";

const SUMMARY = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;

/** The numbers of a suite that ended. A suite that failed, or in which no test passed, has at least one failed test. */
export function countsOf(suite: Pick<Suite, "counts">, log: string, code: number): Counts {
  const failedAsAWhole = { passed: 0, failed: 1, skipped: 0 };
  if (suite.counts === "exit-code") {
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : failedAsAWhole;
  }
  const summary = [...stripVTControlCharacters(log).matchAll(SUMMARY)].at(-1);
  if (!summary) {
    return failedAsAWhole;
  }
  const [passed = 0, failed = 0, skipped = 0] = summary.slice(1).map((count) => Number(count ?? 0));
  // A suite that proves nothing must not look green: no test ran, or all were skipped.
  const isFailure = code !== 0 || passed === 0;
  return { passed, failed: isFailure ? Math.max(1, failed) : failed, skipped };
}
