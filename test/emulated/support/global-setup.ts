import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MotoMissingError } from "../../../tools/emulator/moto";
import { findProgram } from "../../../tools/shared/program";
import { SCRATCH } from "../../../tools/shared/repository";
import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files, into a folder that no other command writes. */
export default async function globalSetup(): Promise<void> {
  if (findProgram("moto_server") === undefined) {
    // One line in place of one failure for each test. An error thrown here would add a stack trace.
    process.stderr.write(`${new MotoMissingError().message}\n`);
    process.exit(2);
  }
  const folder = join(SCRATCH, "emulated");
  // Workers inherit this process's environment. Otherwise each worker prints that the SDK will require Node 22 in 2027.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.env.CDKTF_OUTDIR = join(folder, "cdktf.out");
  // Deletes the files of an earlier run: plans, and locks of provider versions that may have been replaced since.
  rmSync(folder, { recursive: true, force: true });
  // CDKTF creates only the last folder of the path.
  mkdirSync(folder, { recursive: true });
  await synthesize();
}
