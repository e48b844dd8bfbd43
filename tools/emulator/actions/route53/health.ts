import type { Scope } from "../../protocol/request";
import { textOf } from "../../protocol/xml";
import type { State } from "../../state";
import { breaches } from "../cloudwatch/alarm-data";
import { samplesOf } from "../cloudwatch/metric-store";
import { controlsOf } from "../recoverycluster/routing-controls";
import { checksOf, childrenOf, type StoredCheck, typeOf } from "./check-store";

/** Health of the endpoints that a test has set, by domain name. All others are healthy. */
export function endpointsOf(state: State): Map<string, boolean> {
  return state.shared("endpoints");
}

/**
 * Whether Route 53 considers a health check healthy. Endpoints are healthy unless a test sets otherwise.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function isHealthy(state: State, scope: Scope, id: string, now = Date.now()): boolean {
  const check = checksOf(state, scope).get(id);
  if (check === undefined) {
    return false;
  }
  const setting = (name: string) => textOf(check.config, name) === "true";
  // A disabled check is healthy. If it is also inverted, it is unhealthy.
  const healthy = setting("Disabled") || observed(state, scope, check, now);
  return setting("Inverted") ? !healthy : healthy;
}

function observed(state: State, scope: Scope, check: StoredCheck, now: number): boolean {
  const setting = (...path: string[]) => textOf(check.config, ...path) ?? "";
  switch (typeOf(check)) {
    case "CALCULATED": {
      const healthy = childrenOf(check).filter((id) => isHealthy(state, scope, id, now));
      return healthy.length >= Number(setting("HealthThreshold"));
    }
    case "CLOUDWATCH_METRIC":
      return followsAlarm(state, { ...scope, region: setting("AlarmIdentifier", "Region") }, check, now);
    case "RECOVERY_CONTROL":
      return controlsOf(state, scope).get(setting("RoutingControlArn")) === "On";
    default:
      return endpointsOf(state).get(setting("FullyQualifiedDomainName") || setting("IPAddress")) ?? true;
  }
}

function followsAlarm(state: State, scope: Scope, { alarm, config }: StoredCheck, now: number): boolean {
  const { current, last } =
    alarm === undefined
      ? { current: undefined, last: undefined }
      : breaches(alarm, samplesOf(state, scope).get(alarm.metric) ?? [], now);
  if (current !== undefined) {
    return !current;
  }
  switch (textOf(config, "InsufficientDataHealthStatus")) {
    case "Healthy":
      return true;
    case "Unhealthy":
      return false;
    default:
      // A check without a last known status is healthy.
      return !(last ?? false);
  }
}
