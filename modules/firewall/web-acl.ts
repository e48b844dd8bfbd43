import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { WebAclLog } from "./web-acl-log";

export interface WebAclProps {
  /** Name of the web ACL, prefix of its metrics and end of its log group's name, e.g. `project-x-prod-edge`. */
  readonly name: string;
  readonly accountId: string;
  /** Requests of one address in 5 minutes above which it is blocked. WAF takes 10 to 2,000,000,000. */
  readonly requestsPer5Minutes: number;
  /** ARN of a key of the same region whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** How long the log is kept. @default 365 */
  readonly logRetentionInDays?: number;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/** Seconds over which an address's requests are counted. */
const RATE_WINDOW_SECONDS = 300;

/**
 * AWS's managed rules, cheapest first. With the rate rule they use 1,127 of the 1,500 capacity units that are included in the
 * price of a web ACL (25 + 200 + 700 + 200 + 2).
 *
 * The common set refuses bodies above 8 KB (SizeRestrictions_BODY): an application that takes uploads needs an override.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_RULES = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  common: "AWSManagedRulesCommonRuleSet",
  "sql-injection": "AWSManagedRulesSQLiRuleSet",
} as const;

/** What CloudFront asks before it answers: lets everything through but what a rule blocks, and logs all of it. */
export class WebAcl extends Construct {
  /** What a distribution names as its web ACL. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_wafv2_web_acl`. */
  readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { name, accountId, requestsPer5Minutes, kmsKeyArn, logRetentionInDays = 365, provider } = props;
    ensureGlobalRegion(provider);
    ensure(requestsPer5Minutes >= 10, "requestsPer5Minutes", "be at least 10", requestsPer5Minutes);

    this.resource = new Wafv2WebAcl(this, "Resource", {
      name,
      description: "Guards the CloudFront distribution",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rule: [rateRule(name, requestsPer5Minutes), ...managedRules(name)],
      visibilityConfig: visibility(name),
      provider,
    });
    this.arn = this.resource.arn;
    new WebAclLog(this, "log", {
      name,
      accountId,
      webAclArn: this.arn,
      kmsKeyArn,
      retentionInDays: logRetentionInDays,
      provider,
    });
  }
}

/** Comes first, so that requests count which a later rule blocks. */
export function rateRule(aclName: string, limit: number): Wafv2WebAclRule {
  return {
    name: "rate-limit",
    priority: 0,
    action: { block: {} },
    // Untyped in the binding, hence in the provider's own words.
    statement: {
      rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: RATE_WINDOW_SECONDS },
    },
    visibilityConfig: visibility(`${aclName}-rate-limit`),
  };
}

export function managedRules(
  aclName: string,
  groups: Readonly<Record<string, string>> = MANAGED_RULES,
): Wafv2WebAclRule[] {
  return Object.entries(groups).map(([name, group], index) => ({
    name,
    priority: index + 1,
    // Each rule of the group does what AWS set it to do.
    overrideAction: { none: {} },
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name: group } },
    visibilityConfig: visibility(`${aclName}-${name}`),
  }));
}

/**
 * No samples: they show whole requests, session cookies included, to whoever may read the web ACL, and the redaction of the log
 * does not reach them. The log holds every request.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging.html
 */
export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
