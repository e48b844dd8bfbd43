import type { Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { ensure } from "../shared/errors";

/** Time window over which the requests of an address are counted, seconds. */
const RATE_WINDOW_SECONDS = 300;
/** Default limit of requests from one address in 5 minutes: about 7 a second. */
const DEFAULT_LIMIT = 2000;

/** A statement of a rule. The binding has no types for statements. The names are those of the provider. */
export type Statement = Readonly<Record<string, unknown>>;

interface RateRule {
  /** Name of the rule. @default "rate-limit" */
  readonly name?: string;
  /** Prop that sets the limit, for the error. @default "requestsPer5Minutes" */
  readonly field?: string;
  /** Position of the rule. @default 0, so that the rule also counts requests that a later rule blocks */
  readonly priority?: number;
  /** Requests that the rule counts. @default all */
  readonly of?: Statement;
}

/**
 * Blocks an IP address that sends more than `limit` requests in 5 minutes.
 *
 * @throws Error when the limit is less than WAF's minimum of 10
 */
export function rateRule(aclName: string, limit = DEFAULT_LIMIT, rule: RateRule = {}): Wafv2WebAclRule {
  const { name = "rate-limit", field = "requestsPer5Minutes", priority = 0, of } = rule;
  ensure(limit >= 10, field, "be at least 10", limit);
  return {
    name,
    priority,
    action: { block: {} },
    statement: {
      rate_based_statement: {
        limit,
        aggregate_key_type: "IP",
        evaluation_window_sec: RATE_WINDOW_SECONDS,
        ...(of ? { scope_down_statement: of } : {}),
      },
    },
    visibilityConfig: visibility(`${aclName}-${name}`),
  };
}

/**
 * Rules for AWS managed rule groups, in the given order: rule name to name of the rule group.
 *
 * @param first priority of the first rule
 */
export function managedRules(aclName: string, groups: Readonly<Record<string, string>>, first = 1): Wafv2WebAclRule[] {
  return Object.entries(groups).map(([name, group], index) => ({
    name,
    priority: first + index,
    // Each rule of the group keeps the action that AWS defines.
    overrideAction: { none: {} },
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name: group } },
    visibilityConfig: visibility(`${aclName}-${name}`),
  }));
}

/**
 * Metrics without sampled requests. Samples show complete requests, with session cookies, to everyone who may read the web ACL.
 * The redaction of the log does not apply to samples. The log has every request.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
 */
export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
