import type { Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { ensure } from "../shared/errors";

/** Time window over which the requests of an address are counted, seconds. */
const RATE_WINDOW_SECONDS = 300;
/** Default limit of requests from one address in 5 minutes: about 7 a second. */
const DEFAULT_LIMIT = 2000;

/**
 * Blocks an IP address that sends more than `limit` requests in 5 minutes. It is the first rule, so that it also counts requests
 * that a later rule blocks.
 *
 * @throws Error when the limit is less than WAF's minimum of 10
 */
export function rateRule(aclName: string, limit = DEFAULT_LIMIT): Wafv2WebAclRule {
  ensure(limit >= 10, "requestsPer5Minutes", "be at least 10", limit);
  return {
    name: "rate-limit",
    priority: 0,
    action: { block: {} },
    // The binding has no types for statements. The names are those of the provider.
    statement: {
      rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: RATE_WINDOW_SECONDS },
    },
    visibilityConfig: visibility(`${aclName}-rate-limit`),
  };
}

/** Rules for AWS managed rule groups, in the given order: rule name to name of the rule group. */
export function managedRules(aclName: string, groups: Readonly<Record<string, string>>): Wafv2WebAclRule[] {
  return Object.entries(groups).map(([name, group], index) => ({
    name,
    priority: index + 1,
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
