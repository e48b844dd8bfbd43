import { resolve } from "node:path";

/** Root of the repository. Tools work on it from any working directory. */
export const REPOSITORY_ROOT = resolve(__dirname, "..", "..");

/** Folder in which `main.ts` writes the synthesized stacks. CDKTF reads the same variable. */
export const SYNTHESIZED = resolve(REPOSITORY_ROOT, process.env.CDKTF_OUTDIR || "cdktf.out");

/** Folder for temporary files of tools. Git ignores it. */
export const SCRATCH = resolve(REPOSITORY_ROOT, ".build");
