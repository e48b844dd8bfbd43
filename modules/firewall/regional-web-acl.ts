import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { WebAclLog } from "./web-acl-log";
import { managedRules, rateRule, visibility } from "./web-acl-rules";

export interface RegionalWebAclProps {
  /** Name of the web ACL, prefix of its metrics and end of its log group's name. */
  readonly name: string;
  /** Account of the web ACL, 12 digits. */
  readonly accountId: string;
  /** Region of the web ACL. */
  readonly region: string;
  /** ARN of a stage of a REST API in the same Region. */
  readonly stageArn: string;
  /** ARN of a key in the same Region whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Description of the web ACL. @default "Protects a REST API" */
  readonly description?: string | undefined;
  /**
   * Requests of one address in 5 minutes after which WAF blocks it, 10 to 2,000,000,000. Each Route 53 health checker sends 30.
   * @default 2000
   */
  readonly requestsPer5Minutes?: number | undefined;
  /** Days that the log is kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/**
 * AWS managed rule groups for an API that stores any JSON, 225 capacity units. The common and the SQL injection rule sets are
 * left out: they block bodies larger than 8 KB, and text that is valid in an item and is never executed.
 */
const MANAGED_RULES = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
} as const;

/** A web ACL for a stage of a REST API. It allows every request that no rule blocks, and logs all requests. */
export class RegionalWebAcl extends Construct {
  /** Escape hatch: the underlying `aws_wafv2_web_acl`. */
  readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: RegionalWebAclProps) {
    super(scope, id);
    const { name, accountId, region, stageArn, kmsKeyArn, logRetentionInDays } = props;
    const { description = "Protects a REST API", requestsPer5Minutes } = props;
    this.resource = new Wafv2WebAcl(this, "Resource", {
      name,
      description,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [rateRule(name, requestsPer5Minutes), ...managedRules(name, MANAGED_RULES)],
      visibilityConfig: visibility(name),
    });
    new Wafv2WebAclAssociation(this, "association", { resourceArn: stageArn, webAclArn: this.resource.arn });
    new WebAclLog(this, "log", {
      name,
      accountId,
      region,
      webAclArn: this.resource.arn,
      kmsKeyArn,
      retentionInDays: logRetentionInDays,
    });
  }
}
