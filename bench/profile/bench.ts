import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "../../tools/shared/program";
import { UsageError } from "../../tools/shared/usage-error";
import type { Bench, BenchContext, BenchResult } from "../bench";
import { BENCH_SCRATCH } from "../scratch";
import { ownSynthesis } from "../synth/own";
import { type CpuProfile, shares } from "./shares";

const HOOK = join(__dirname, "..", "measure", "profile-hook.js");

/** Shares below this part of the total are combined in one row. */
const SMALL = 0.01;

/** CPU time of a synthesis, by owner of the code. */
export const profileBench: Bench = {
  name: "profile",
  summary: "CPU time of a synthesis of all environments, by owner of the code",
  run: async (context: BenchContext): Promise<BenchResult> => {
    const found = shares(await context.show("one synthesis under V8's profiler", profile()));
    const total = found.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const large = found.filter(({ milliseconds }) => milliseconds >= total * SMALL);
    const rest = total - large.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return {
      tables: [
        {
          title: "Time of the main thread by owner of the code",
          header: ["owner", "ms", "share"],
          rows: [...large, { owner: "others", milliseconds: rest }].map(({ owner, milliseconds }) => [
            owner,
            milliseconds.toFixed(0),
            `${((milliseconds / total) * 100).toFixed(0)} %`,
          ]),
        },
      ],
      notes: [
        "The profiler slows the process. Compare the shares, not the milliseconds. Compilers and the garbage collector also run in threads.",
      ],
    };
  },
};

/** @throws UsageError with exit code 1 when the synthesis fails */
async function profile(): Promise<CpuProfile> {
  const file = join(BENCH_SCRATCH, "synth.cpuprofile");
  mkdirSync(BENCH_SCRATCH, { recursive: true });
  rmSync(file, { force: true });
  const [command] = ownSynthesis().commands;
  const { code, stderr } = await runProgram("sh", ["-c", command?.line ?? ""], {
    cwd: command?.cwd ?? ".",
    env: {
      ...command?.env,
      PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
      NODE_OPTIONS: `--require ${JSON.stringify(HOOK)}`,
      BENCH_PROFILE: file,
    },
  });
  if (code !== 0) {
    throw new UsageError(`"${command?.line}" must succeed to be profiled, got exit code ${code}: ${stderr.trim()}`, 1);
  }
  return JSON.parse(readFileSync(file, "utf8")) as CpuProfile;
}
