import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { StateStack } from "./state-stack";

/** Adds the state stack, which every environment has. */
export function composeState(app: App, environment: Environment): void {
  new StateStack(app, `${environment.name}-state`, { environment });
}
