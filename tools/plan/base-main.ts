import { resolve } from "node:path";
import { exclusive } from "../shared/exclusive";
import { readOptions } from "../shared/options";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand } from "../shared/usage-error";
import { synthesizeBase } from "./base";

/** `npm run plan:base`: synthesizes the stacks before a change. `plan:changed` compares the stacks with them. */
async function main(): Promise<void> {
  const { ref, out } = readOptions(process.argv.slice(2), "npm run plan:base --", {
    ref: { value: "<commit>", required: true },
    out: { value: "<folder>", required: true },
  });
  // Both runs would use the same working tree.
  await exclusive("npm run plan:base", () => synthesizeBase({ root: REPOSITORY_ROOT, ref, out: resolve(out) }));
  process.stdout.write(`stacks of ${ref} written to ${out}\n`);
}

void runCommand(main);
