import { App } from "aws-cdk-lib/core";
import { ItemsRegionStack } from "./active-active/region-stack";
import { RoutingStack } from "./active-active/routing-stack";
import { GlobalTableStack } from "./active-active/table-stack";
import { AuroraApiStack } from "./aurora-api/api-stack";
import { AuroraDataStack } from "./aurora-api/data-stack";
import { AuroraNetworkStack } from "./aurora-api/network-stack";
import { AuroraVpnStack } from "./aurora-api/vpn-stack";
import { dev, type Environment, prod } from "./environment";
import { FailoverStack } from "./local-zone/failover-stack";
import { LocalZoneNetworkStack } from "./local-zone/network-stack";
import { StateStack } from "./state-stack";
import { ThreeTierAppStack } from "./three-tier/app-stack";
import { ThreeTierDataStack } from "./three-tier/data-stack";
import { ThreeTierEdgeStack } from "./three-tier/edge-stack";
import { ThreeTierNetworkStack } from "./three-tier/network-stack";

function threeTier(app: App, environment: Environment): void {
  const { name } = environment;
  const network = new ThreeTierNetworkStack(app, `${name}-three-tier-network`, { environment });
  const data = new ThreeTierDataStack(app, `${name}-three-tier-data`, { environment, network });
  const web = new ThreeTierAppStack(app, `${name}-three-tier-app`, { environment, network, data });
  new ThreeTierEdgeStack(app, `${name}-three-tier-edge`, { environment, network, web });
}

function auroraApi(app: App, environment: Environment): void {
  const { name } = environment;
  const network = new AuroraNetworkStack(app, `${name}-aurora-api-network`, { environment });
  const data = new AuroraDataStack(app, `${name}-aurora-api-data`, { environment, network });
  new AuroraApiStack(app, `${name}-aurora-api-api`, { environment, network, data });
  new AuroraVpnStack(app, `${name}-aurora-api-vpn`, { environment, network, data });
}

function activeActive(app: App, environment: Environment): void {
  const { name } = environment;
  new GlobalTableStack(app, `${name}-active-active-table`, { environment });
  for (const region of environment.regions) {
    new ItemsRegionStack(app, `${name}-active-active-region-${region.name}`, { environment, region });
  }
  new RoutingStack(app, `${name}-active-active-routing`, { environment });
}

function localZone(app: App, environment: Environment): void {
  const network = new LocalZoneNetworkStack(app, `${environment.name}-local-zone-network`, { environment });
  new FailoverStack(app, `${environment.name}-local-zone-failover`, { environment, network });
}

const app = new App();
for (const environment of [dev, prod]) {
  new StateStack(app, `${environment.name}-state`, { environment });
  threeTier(app, environment);
  activeActive(app, environment);
  auroraApi(app, environment);
  localZone(app, environment);
}
app.synth();
