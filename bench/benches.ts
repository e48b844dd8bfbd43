import type { Bench } from "./bench";
import { bundleBench } from "./bundle";
import { handlerBench } from "./handler";
import { healthBench } from "./health";
import { localRuntimeBench } from "./local-runtime";
import { memoryBench } from "./memory";
import { profileBench } from "./profile/bench";
import { scaleBench } from "./scale/bench";
import { synthBench } from "./synth/bench";
import { testBench } from "./test-suite";

/** All benchmarks of `npm run bench`, in the order of execution. */
export const BENCHES: readonly Bench[] = [
  synthBench,
  memoryBench,
  profileBench,
  scaleBench,
  bundleBench,
  handlerBench,
  healthBench,
  localRuntimeBench,
  testBench,
];
