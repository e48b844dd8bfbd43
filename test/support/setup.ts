import { configureGlobal } from "fast-check";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "../../cdktf-process";

traceErrorsOnly();
replaceDeprecatedIsArray();

// The same commit gives the same result: property tests draw the same samples every time, and others with `FC_SEED=<number>`.
configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
