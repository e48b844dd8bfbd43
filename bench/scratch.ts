import { join } from "node:path";
import { SCRATCH } from "../tools/shared/repository";

/** Peers, copies and results of the benchmarks. Git ignores the folder. */
export const BENCH_SCRATCH = join(SCRATCH, "bench");
