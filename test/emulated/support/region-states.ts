import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import type { Environment } from "../../../config/schema";
import { composeDeployment } from "../../../stacks/compositions";
import { regionsReport } from "../../../tools/regions/report";
import { SCRATCH } from "../../../tools/shared/repository";
import type { Deployment } from "./deployment";

/** A change of one region's entry in the configuration, or `deleted` for a configuration without the entry. */
export type RegionChange = { readonly state: "drained" | "removed"; readonly deletionProtection: false } | "deleted";

/** Synthesizes the deployment's environment with another entry of one region, into a folder of its own. */
export function withRegion(deployment: Deployment, region: string, change: RegionChange): Deployment {
  const environment = changed(deployment.environment, region, change);
  const { name } = environment;
  const outdir = join(SCRATCH, "emulated", `${name}-${change === "deleted" ? change : change.state}`);
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir });
  composeDeployment(app, { environment, architecture: "active-active" });
  app.synth();
  return deployment.in(outdir, environment);
}

/** The arguments of the deployments that `npm run regions` prints, in its order. */
export function printedDeployments({ environment }: Deployment): string[][] {
  const commands = regionsReport(environment).matchAll(/npx cdktf deploy (.+)$/gm);
  return [...commands].map(([, args = ""]) => args.replaceAll("'", "").split(" "));
}

function changed(environment: Environment, region: string, change: RegionChange): Environment {
  const { activeActive } = environment;
  const regions = (activeActive?.regions ?? []).flatMap((entry) => {
    if (entry.name !== region) {
      return [entry];
    }
    return change === "deleted" ? [] : [{ ...entry, ...change }];
  });
  return { ...environment, ...(activeActive ? { activeActive: { ...activeActive, regions } } : {}) };
}
