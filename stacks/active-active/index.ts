import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { ActiveActiveRegionStack } from "./region-stack";
import { ActiveActiveRoutingStack } from "./routing-stack";
import { ActiveActiveTableStack } from "./table-stack";

/** The stacks of the active-active backend: the table, one per region, and the routing between them. */
export function composeActiveActive(app: App, environment: Environment): void {
  const config = environment.activeActive;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-active-active-${part}`;
  const table = new ActiveActiveTableStack(app, id("table"), { environment, config });
  const regions = config.regions.map(
    (region) => new ActiveActiveRegionStack(app, id(`region-${region.name}`), { environment, config, region, table }),
  );
  new ActiveActiveRoutingStack(app, id("routing"), { environment, config, table, regions });
}
