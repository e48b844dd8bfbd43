import { configureGlobal } from "fast-check";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "../../cdktf-process";

traceErrorsOnly();
replaceDeprecatedIsArray();

// Property tests use the same samples in every run. `FC_SEED=<number>` gives other samples.
configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
