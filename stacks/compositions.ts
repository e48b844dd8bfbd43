import type { App } from "cdktf";
import type { ArchitectureName, Deployment, Environment } from "../config/schema";
import type { composeActiveActive } from "./active-active";
import type { composeAuroraApi } from "./aurora-api";
import { CompositionError } from "./composition-error";
import type { composeLocalZone } from "./local-zone";
import type { composeState } from "./state";
import type { composeThreeTier } from "./three-tier";

/** Adds the stacks of one architecture to an app. */
type Composition = (app: App, environment: Environment) => void;

/** Loads the code of an architecture only if the architecture is composed. Loading code takes a fifth of a synthesis. */
const COMPOSITIONS: Readonly<Record<ArchitectureName, () => Composition>> = {
  state: () => require("./state").composeState as typeof composeState,
  "three-tier": () => require("./three-tier").composeThreeTier as typeof composeThreeTier,
  "active-active": () => require("./active-active").composeActiveActive as typeof composeActiveActive,
  "aurora-api": () => require("./aurora-api").composeAuroraApi as typeof composeAuroraApi,
  "local-zone": () => require("./local-zone").composeLocalZone as typeof composeLocalZone,
};

/**
 * Adds the stacks of one architecture of one environment to an app.
 *
 * @throws CompositionError when a construct refuses a value of the configuration
 */
export function composeDeployment(app: App, { environment, architecture }: Deployment): void {
  try {
    COMPOSITIONS[architecture]()(app, environment);
  } catch (error) {
    throw CompositionError.from(error, app, environment.name);
  }
}

/**
 * Adds the stacks of several deployments to an app. If constructs refuse values, the problems of all deployments are reported
 * together, the first problem of each.
 *
 * @throws CompositionError with the problems
 */
export function composeDeployments(app: App, deployments: readonly Deployment[]): void {
  const refused: CompositionError[] = [];
  const bugs: unknown[] = [];
  for (const deployment of deployments) {
    try {
      composeDeployment(app, deployment);
    } catch (error) {
      if (error instanceof CompositionError) {
        refused.push(error);
      } else {
        bugs.push(error);
      }
    }
  }
  if (refused.length > 0) {
    throw CompositionError.joined(refused);
  }
  if (bugs.length > 0) {
    throw bugs[0];
  }
}
