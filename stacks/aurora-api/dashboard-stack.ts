import type { Construct } from "constructs";
import type { Environment } from "../../config/schema";
import { Dashboard } from "../../modules/monitoring/dashboard";
import { BaseStack } from "../base-stack";
import { dashboardRows, type ShownRelationalApi } from "./dashboard-rows";

export interface AuroraApiDashboardStackProps extends ShownRelationalApi {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
}

/** The dashboard of the relational API. A stack of its own, because API and VPN are deployed independently of each other. */
export class AuroraApiDashboardStack extends BaseStack {
  constructor(scope: Construct, id: string, props: AuroraApiDashboardStackProps) {
    super(scope, id, props);
    new Dashboard(this, "dashboard", {
      name: this.nameOf("aurora-api"),
      region: this.account.region,
      rows: dashboardRows(props),
    });
  }
}
