import { UsageError } from "../../shared/usage-error";
import { isEndpointHealthy } from "./checker-report";
import type { AlarmState } from "./metric-alarm";
import type { AlarmCheck, HealthCheck } from "./zone";

/** What the checks observe now, by identifier of the check. */
export interface CheckInputs {
  /** Reports of all checkers of an endpoint check. Empty for a new check. */
  readonly reports: (check: string) => readonly boolean[];
  /** State of a check's alarm. `lastKnown` is the last state with data, undefined for a new check. */
  readonly alarm: (check: string) => { readonly state: AlarmState; readonly lastKnown?: AlarmState };
  /** Whether a check's routing control is `On`. */
  readonly controlIsOn: (check: string) => boolean;
}

/**
 * Evaluates all health checks of a zone.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class CheckTree {
  private readonly checks: ReadonlyMap<string, HealthCheck>;

  /** @throws UsageError for an unknown child, and for a child that is a calculated check, which Route 53 refuses */
  constructor(checks: readonly HealthCheck[]) {
    this.checks = new Map(checks.map((check) => [check.id, check]));
    for (const check of checks) {
      for (const child of check.type === "calculated" ? check.children : []) {
        this.refuseChild(check.id, child);
      }
    }
  }

  /** Whether Route 53 considers each check healthy, by identifier. */
  evaluate(inputs: CheckInputs): ReadonlyMap<string, boolean> {
    return new Map([...this.checks.values()].map((check) => [check.id, this.isHealthy(check, inputs)]));
  }

  private isHealthy(check: HealthCheck, inputs: CheckInputs): boolean {
    const healthy = check.disabled || this.observe(check, inputs);
    return check.inverted ? !healthy : healthy;
  }

  private observe(check: HealthCheck, inputs: CheckInputs): boolean {
    switch (check.type) {
      case "endpoint":
        return isEndpointHealthy(inputs.reports(check.id));
      case "alarm":
        return followAlarm(check, inputs.alarm(check.id));
      case "routing-control":
        return inputs.controlIsOn(check.id);
      default: {
        const children = check.children.map((id) => this.checks.get(id) as HealthCheck);
        // Thus 0 is always healthy, and more than the children always unhealthy (API reference, HealthCheckConfig).
        return children.filter((child) => this.isHealthy(child, inputs)).length >= check.threshold;
      }
    }
  }

  /**
   * A calculated check cannot monitor other calculated checks, so that there are no cycles.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
   */
  private refuseChild(parent: string, id: string): void {
    const child = this.checks.get(id);
    if (child === undefined || child.type === "calculated") {
      const got = child === undefined ? `the unknown check ${id}` : `${id}, which is a calculated check`;
      throw new UsageError(
        `child_healthchecks of ${parent} must be checks of endpoints, alarms or routing controls, got ${got}`,
      );
    }
  }
}

/** Without sufficient data, the check's setting decides. A new check without a last known status is healthy. */
function followAlarm({ insufficientData }: AlarmCheck, { state, lastKnown }: ReturnType<CheckInputs["alarm"]>) {
  if (state !== "INSUFFICIENT_DATA") {
    return state === "OK";
  }
  return insufficientData === "LastKnownStatus" ? lastKnown !== "ALARM" : insufficientData === "Healthy";
}
