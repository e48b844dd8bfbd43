import type { App } from "cdktf";
import type { Environment } from "../config/schema";
import { ApiLogging } from "../modules/api/api-logging";
import { BaseStack } from "./base-stack";

/**
 * Settings that an account has once in each region, and that all architectures of the environment share there. Without a user of a
 * setting, the stack has a provider and a backend only, so that a deployment removes the setting.
 */
export class AccountStack extends BaseStack {
  private hasApiLogs = false;

  /**
   * The stack of the environment's account in a region. The first architecture that needs it creates it. Each stack that relies on
   * a setting must depend on it, so that `cdktf deploy` deploys it first.
   */
  static forRegion(app: App, environment: Environment, region: string): AccountStack {
    const id = `${environment.name}-account-${region}`;
    const existing = app.node.tryFindChild(id);
    return existing instanceof AccountStack ? existing : new AccountStack(app, id, { environment, region });
  }

  /** Allows the REST APIs of the region to write logs. API Gateway refuses a stage with logs before. */
  allowApiLogs(): void {
    if (this.hasApiLogs) {
      return;
    }
    this.hasApiLogs = true;
    const { region } = this.account;
    new ApiLogging(this, "api-logging", { name: this.nameOf(`api-logs-${region}`, "iam-role"), region });
  }
}
