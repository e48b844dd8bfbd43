import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MotoMissingError } from "../../../tools/emulator/moto";
import { findProgram } from "../../../tools/shared/program";
import { SCRATCH } from "../../../tools/shared/repository";
import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files, in a folder that no other command uses. */
export default async function globalSetup(): Promise<void> {
  if (findProgram("moto_server") === undefined) {
    // One line in place of one failure for each test. An error thrown here would add a stack trace.
    process.stderr.write(`${new MotoMissingError().message}\n`);
    process.exit(2);
  }
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
