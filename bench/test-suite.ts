import { REPOSITORY_ROOT } from "../tools/shared/repository";
import type { Bench, BenchContext, BenchResult } from "./bench";
import { goalTable } from "./goals";
import { interleave } from "./measure/variant";
import { CPU, ratioTable, WALL } from "./ratio-table";
import { median } from "./statistics";

/** Counted runs. Each takes at least a minute. */
const RUNS = 3;

/** The quick tests as a complete process, with Jest's workers. */
export const testBench: Bench = {
  name: "test",
  summary: "CPU and time of npm test",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const variant = {
      name: "npm test",
      commands: [{ line: "npm test", cwd: REPOSITORY_ROOT, timeoutSeconds: 1800 }],
    };
    const samples = await interleave([variant], context.runs ?? RUNS, context.tell);
    const wall = median((samples[0]?.usages ?? []).map(({ wallSeconds }) => wallSeconds));
    const { header, rows, title } = ratioTable("Quick tests", samples, [CPU, WALL]);
    // There is no variant to compare with, so there is no ratio.
    const kept = header.flatMap((name, index) => (name === "Tierra / this" ? [] : [index]));
    const pick = (cells: readonly string[]) => kept.map((index) => cells[index] ?? "");
    return {
      tables: [
        { title, header: pick(header), rows: rows.map(pick) },
        goalTable([{ text: "time, with one other busy process", limit: 60, measured: wall, unit: "s" }]),
      ],
      notes: ["The warm-up fills Jest's cache. The load above shows other work on the machine."],
    };
  },
};
