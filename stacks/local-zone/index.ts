import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { LocalZoneFailoverStack } from "./failover-stack";
import { LocalZoneNetworkStack } from "./network-stack";
import { LocalZoneWorkloadStack } from "./workload-stack";

/** The stacks of the Local Zone extension: two, and a third one for a workload. */
export function composeLocalZone(app: App, environment: Environment): void {
  const config = environment.localZone;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-local-zone-${part}`;
  const network = new LocalZoneNetworkStack(app, id("network"), { environment, config });
  new LocalZoneFailoverStack(app, id("failover"), { environment, config, network });
  const { workload } = config;
  if (workload) {
    new LocalZoneWorkloadStack(app, id("workload"), { environment, config, workload, network });
  }
}
