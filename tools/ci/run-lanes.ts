import { mkdirSync } from "node:fs";
import { inParallel } from "../shared/in-parallel";
import type { Report } from "./report";
import { runSuite } from "./run-suite";
import type { Lane, SuiteResult } from "./suite";

export interface RunLanesOptions {
  /** Folder that the commands run in. */
  readonly cwd: string;
  /** Folder of the logs; created when it is missing. */
  readonly logs: string;
  readonly report: Report;
  /** Ends the run when it is aborted. */
  readonly interrupted: AbortSignal;
}

/** Runs every suite of every lane, also after one has failed. Returns the results in the order of the lanes. */
export async function runLanes(lanes: readonly Lane[], options: RunLanesOptions): Promise<SuiteResult[]> {
  const { cwd, logs, report, interrupted } = options;
  mkdirSync(logs, { recursive: true });
  const results = await Promise.all(
    lanes.map((lane) =>
      inParallel(lane.suites, lane.atOnce, async (suite) => {
        report.begin(suite);
        const result = await runSuite(suite, { cwd, priority: lane, logs, interrupted });
        report.end(result);
        return result;
      }),
    ),
  );
  return results.flat();
}
