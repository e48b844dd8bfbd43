import { resolve } from "node:path";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand } from "../shared/usage-error";
import { stringOptions } from "./arguments";
import { synthesizeBase } from "./base";

/** `npm run plan:base`: the stacks as they were before a change, for `plan:changed` to compare with. */
async function main(): Promise<void> {
  const names = { required: ["ref", "out"] } as const;
  const { ref, out } = stringOptions(
    process.argv.slice(2),
    names,
    "npm run plan:base -- --ref <commit> --out <folder>",
  );
  await synthesizeBase({ root: REPOSITORY_ROOT, ref, out: resolve(out) });
  process.stdout.write(`stacks of ${ref} written to ${out}\n`);
}

void runCommand(main);
