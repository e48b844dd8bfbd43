import { synthesize } from "../../../tools/shared/synthesize";

/** Synthesizes once for all test files: the deployments share cdktf.out. */
export default async function globalSetup(): Promise<void> {
  await synthesize();
}
