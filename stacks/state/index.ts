import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { StateStack } from "./state-stack";

/** The state of an environment: there is one in every environment, whatever else is deployed. */
export function composeState(app: App, environment: Environment): void {
  new StateStack(app, `${environment.name}-state`, { environment });
}
