import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { regionsByState } from "../../modules/shared/region-states";
import { AccountStack } from "../account-stack";
import { ActiveActiveRegionStack } from "./region-stack";
import { ActiveActiveRemovedRegionStack } from "./removed-region-stack";
import { ActiveActiveRoutingStack } from "./routing-stack";
import { ActiveActiveTableStack } from "./table-stack";

/**
 * Adds the stacks of the active-active backend: one for the table, one per region, and one for the routing. The account stack of
 * each region is added too, unless another architecture has added it.
 */
export function composeActiveActive(app: App, environment: Environment): void {
  const config = environment.activeActive;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-active-active-${part}`;
  const table = new ActiveActiveTableStack(app, id("table"), { environment, config }).facts;
  const { deployed, removed } = regionsByState(config.regions);
  const regions = deployed.map((region) => {
    const stack = new ActiveActiveRegionStack(app, id(`region-${region.name}`), { environment, config, region, table });
    const account = AccountStack.forRegion(app, environment, region.name);
    account.allowApiLogs();
    stack.addDependency(account);
    return stack.facts;
  });
  for (const { name } of removed) {
    new ActiveActiveRemovedRegionStack(app, id(`region-${name}`), { environment, region: name });
    // Without a REST API in the region, a deployment of the account stack removes its settings.
    AccountStack.forRegion(app, environment, name);
  }
  new ActiveActiveRoutingStack(app, id("routing"), { environment, config, table, regions });
}
