import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "../../../tools/shared/repository";
import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files, in a folder that no other command uses. */
export default async function globalSetup(): Promise<void> {
  const folder = join(SCRATCH, "emulated");
  // Workers inherit this process's environment. Without this variable, each worker prints the SDK's warning about Node 20.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.env.CDKTF_OUTDIR = join(folder, "cdktf.out");
  // Removes plans and provider lock files of an earlier run.
  rmSync(folder, { recursive: true, force: true });
  // CDKTF creates only the last folder of the path.
  mkdirSync(folder, { recursive: true });
  await synthesize();
}
