import type { App } from "cdktf";
import type { Environment } from "../../config/schema";
import { AccountStack } from "../account-stack";
import { BackupCopyStack } from "../backup-copy-stack";
import { AuroraApiApiStack } from "./api-stack";
import { AuroraApiDashboardStack } from "./dashboard-stack";
import { AuroraApiDataStack, BACKUPS } from "./data-stack";
import { AuroraApiNetworkStack } from "./network-stack";
import { AuroraApiSchemaStack } from "./schema-stack";
import { AuroraApiVpnStack } from "./vpn-stack";

/** Creates the stacks of the relational API. Each stack uses the facts of the stacks before it. */
export function composeAuroraApi(app: App, environment: Environment): void {
  const config = environment.auroraApi;
  if (!config) {
    return;
  }
  const id = (part: string) => `${environment.name}-aurora-api-${part}`;
  const network = new AuroraApiNetworkStack(app, id("network"), { environment, config });
  const copyTo = BackupCopyStack.targetOf(app, "aurora-api", {
    environment,
    backup: config.data.backup,
    vault: BACKUPS,
    role: BACKUPS,
    forceDestroy: !(config.deletionProtection ?? true),
  });
  const data = new AuroraApiDataStack(app, id("data"), { environment, config, network, copyTo });
  const folder = config.data.migrations;
  const schema =
    folder !== false && new AuroraApiSchemaStack(app, id("schema"), { environment, config, folder, network, data });
  const api = new AuroraApiApiStack(app, id("api"), { environment, config, network, data });
  if (schema) {
    // The API may need the tables of this version.
    api.addDependency(schema);
  }
  if (config.api.gateway.type === "rest") {
    const account = AccountStack.forRegion(app, environment, environment.region);
    account.allowApiLogs();
    api.addDependency(account);
  }
  const vpn =
    config.vpn && new AuroraApiVpnStack(app, id("vpn"), { environment, config, vpn: config.vpn, network, data });
  new AuroraApiDashboardStack(app, id("dashboard"), {
    environment,
    api: api.api,
    functionName: api.functionName,
    proxyName: data.proxy.name,
    // The name, not a reference: a restore changes to another cluster, and the output of the old one would be gone.
    cluster: { identifier: data.cluster.name, readerCount: data.cluster.readerCount },
    vpn: vpn && config.vpn && { endpointId: vpn.endpointId, serverCertificateArn: config.vpn.serverCertificateArn },
  });
}
