import { resolve } from "node:path";

/** The repository's root: tools work on it from whatever folder they are called. */
export const REPOSITORY_ROOT = resolve(__dirname, "..", "..");

/** Where `main.ts` writes the synthesized stacks; CDKTF reads the variable, too. */
export const SYNTHESIZED = resolve(REPOSITORY_ROOT, process.env.CDKTF_OUTDIR ?? "cdktf.out");

/** Scratch space of tools, ignored by git. */
export const SCRATCH = resolve(REPOSITORY_ROOT, ".build");
