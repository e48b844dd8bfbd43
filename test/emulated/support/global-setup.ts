import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "../../../tools/shared/repository";
import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files, into a folder that no other command writes. */
export default async function globalSetup(): Promise<void> {
  const folder = join(SCRATCH, "emulated");
  // Workers inherit this process's environment. The SDK announces that it will want Node 22 in 2027, once per worker.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.env.CDKTF_OUTDIR = join(folder, "cdktf.out");
  // What an earlier run left behind: plans, and locks of provider versions that may have been replaced since.
  rmSync(folder, { recursive: true, force: true });
  // CDKTF creates the last folder alone.
  mkdirSync(folder, { recursive: true });
  await synthesize();
}
