import type { Scope } from "../../protocol/request";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { State } from "../../state";
import type { AlarmSettings } from "../cloudwatch/alarm-data";

/** A stored health check. */
export interface StoredCheck {
  /** `HealthCheckConfig`, as in a response. */
  readonly config: XmlTree;
  readonly version: number;
  /** The alarm's settings when the check was created or updated. Route 53 does not notice later changes of the alarm. */
  readonly alarm?: AlarmSettings | undefined;
}

/** The health checks of the account, by ID. */
export function checksOf(state: State, scope: Scope): Map<string, StoredCheck> {
  return state.global(scope, "route53 health checks");
}

export function hasCheck(state: State, scope: Scope, id: string): boolean {
  return checksOf(state, scope).has(id);
}

export function typeOf({ config }: StoredCheck): string {
  return textOf(config, "Type") ?? "";
}

/** IDs of the checks that a calculated check monitors. */
export function childrenOf({ config }: Pick<StoredCheck, "config">): string[] {
  return children(config.ChildHealthChecks as XmlTree, "ChildHealthCheck").filter((id) => typeof id === "string");
}
