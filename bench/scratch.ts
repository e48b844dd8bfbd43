import { join } from "node:path";
import { SCRATCH } from "../tools/shared/repository";

/** Peers, copies and results of the benches. Ignored by git. */
export const BENCH_SCRATCH = join(SCRATCH, "bench");
