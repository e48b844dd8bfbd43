import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { AuroraApiConfig } from "../../../config/schema";
import { composeDeployment } from "../../../stacks/compositions";
import { SCRATCH } from "../../../tools/shared/repository";
import type { Deployment } from "./deployment";

/** Fields of the configuration that change during a restore. */
export type RestoreState = Pick<AuroraApiConfig["data"], "generation" | "restore">;

/**
 * Synthesizes the deployment's environment with another state of a restore, into a folder of its own.
 *
 * @param label part of the folder's name
 */
export function withRestore(deployment: Deployment, label: string, state: RestoreState): Deployment {
  const { environment } = deployment;
  const { auroraApi } = environment;
  if (!auroraApi) {
    throw new Error(`${environment.name} must have a relational API`);
  }
  const changed = { ...environment, auroraApi: { ...auroraApi, data: { ...auroraApi.data, ...state } } };
  const outdir = join(SCRATCH, "emulated", `${environment.name}-aurora-${label}`);
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  composeDeployment(app, { environment: changed, architecture: "aurora-api" });
  app.synth();
  return deployment.in(outdir, changed);
}
