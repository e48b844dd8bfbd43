import { resolve } from "node:path";

/** The repository's root: tools work on it from whatever folder they are called. */
export const REPOSITORY_ROOT = resolve(__dirname, "..", "..");

/** Where `main.ts` writes the synthesized stacks. */
export const SYNTHESIZED = resolve(REPOSITORY_ROOT, "cdktf.out");

/** Scratch space of tools, ignored by git. */
export const SCRATCH = resolve(REPOSITORY_ROOT, ".build");
