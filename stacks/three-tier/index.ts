import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { BackupCopyStack } from "../backup-copy-stack";
import { ThreeTierAppStack } from "./app-stack";
import { BACKUPS, ThreeTierDataStack } from "./data-stack";
import { ThreeTierEdgeStack } from "./edge-stack";
import { ThreeTierNetworkStack } from "./network-stack";

/**
 * Composes the four stacks of the three-tier web application, and one for copies of its backups if they are configured. Each stack
 * gets the facts of the earlier ones.
 */
export function composeThreeTier(app: App, environment: Environment): void {
  const config = environment.threeTier;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-three-tier-${part}`;
  const network = new ThreeTierNetworkStack(app, id("network"), { environment, config });
  const copyTo = BackupCopyStack.targetOf(app, "three-tier", {
    environment,
    backup: config.data.backup,
    vault: BACKUPS.vault,
    role: BACKUPS.role,
    forceDestroy: !config.deletionProtection,
  });
  const data = new ThreeTierDataStack(app, id("data"), { environment, config, network, copyTo });
  const tier = new ThreeTierAppStack(app, id("app"), { environment, config, network, data });
  new ThreeTierEdgeStack(app, id("edge"), { environment, config, network, app: tier });
}
