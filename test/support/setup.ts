import { configureGlobal } from "fast-check";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "../../cdktf-process";

traceErrorsOnly();
replaceDeprecatedIsArray();

// Property tests use the same samples in every run. `FC_SEED=<number>` gives other samples.
configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });

// On Node 20, the AWS SDK prints once per process that it will require Node 22 in 2027.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
