import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Construct } from "constructs";
import { ensureGlobalRegion } from "../shared/global-region";
import { WebAclLog } from "./web-acl-log";
import { managedRules, rateRule, visibility } from "./web-acl-rules";

export interface WebAclProps {
  /** Name of the web ACL, prefix of its metrics and end of its log group's name, e.g. `project-x-prod-edge`. */
  readonly name: string;
  /** Account of the web ACL, 12 digits. */
  readonly accountId: string;
  /** ARN of a key in us-east-1 whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
  /** Requests of one address in 5 minutes after which WAF blocks it, 10 to 2,000,000,000. @default 2000 */
  readonly requestsPer5Minutes?: number | undefined;
  /** Days that the log is kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/**
 * AWS managed rule groups, the cheapest first. With the rate rule they use 1,127 of the 1,500 capacity units that the price of a
 * web ACL includes (25 + 200 + 700 + 200 + 2).
 *
 * The common rule set blocks bodies larger than 8 KB (SizeRestrictions_BODY). An application with uploads needs an override.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_RULES = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
  common: "AWSManagedRulesCommonRuleSet",
  "sql-injection": "AWSManagedRulesSQLiRuleSet",
} as const;

/** A web ACL for a CloudFront distribution. It allows every request that no rule blocks, and logs all requests. */
export class WebAcl extends Construct {
  /** ARN of the web ACL, for a distribution. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_wafv2_web_acl`. */
  readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { name, accountId, requestsPer5Minutes, kmsKeyArn, logRetentionInDays, provider } = props;
    ensureGlobalRegion(provider);
    this.resource = new Wafv2WebAcl(this, "Resource", {
      name,
      description: "Protects the CloudFront distribution",
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      rule: [rateRule(name, requestsPer5Minutes), ...managedRules(name, MANAGED_RULES)],
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
