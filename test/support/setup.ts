import { configureGlobal } from "fast-check";
import { hurryTraces } from "../../framework";

hurryTraces();

// The same commit gives the same result: property tests draw the same samples every time, and others with `FC_SEED=<number>`.
configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
