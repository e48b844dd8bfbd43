import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { ThreeTierAppStack } from "./app-stack";
import { ThreeTierDataStack } from "./data-stack";
import { ThreeTierEdgeStack } from "./edge-stack";
import { ThreeTierNetworkStack } from "./network-stack";

/** Composes the four stacks of the three-tier web application. Each stack gets the facts of the earlier ones. */
export function composeThreeTier(app: App, environment: Environment): void {
  const config = environment.threeTier;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-three-tier-${part}`;
  const network = new ThreeTierNetworkStack(app, id("network"), { environment, config });
  const data = new ThreeTierDataStack(app, id("data"), { environment, config, network });
  const tier = new ThreeTierAppStack(app, id("app"), { environment, config, network, data });
  new ThreeTierEdgeStack(app, id("edge"), { environment, config, network, app: tier });
}
