import { rmSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "../../../tools/shared/repository";
import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files: the deployments share cdktf.out. */
export default async function globalSetup(): Promise<void> {
  // The SDK announces that it will want Node 22 in 2027, once per worker. Workers inherit this process's environment.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // What an earlier run left behind, the locks of one that was killed among it.
  rmSync(join(SCRATCH, "emulated"), { recursive: true, force: true });
  await synthesize();
}
