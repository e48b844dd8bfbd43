import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { managedRules, rateRule, visibility } from "./web-acl";
import { WebAclLog } from "./web-acl-log";

export interface RegionalWebAclProps {
  /** Name of the web ACL, prefix of its metrics and end of its log group's name. */
  readonly name: string;
  /** What it guards, in a sentence. @default "Guards the items API" */
  readonly description?: string;
  readonly accountId: string;
  readonly region: string;
  /** Stage of a REST API in the same region. */
  readonly stageArn: string;
  /** Requests of one address in 5 minutes above which it is blocked. A checker of Route 53 sends 30. */
  readonly requestsPer5Minutes: number;
  /** ARN of a key of the same region whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}

/**
 * AWS's managed rules for an API that stores whatever JSON it is given, 225 capacity units. The common and the SQL injection
 * set judge bodies: they refuse more than 8 KB, and text that is rightly an item here and is never executed.
 */
const MANAGED_RULES = {
  "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
  "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
} as const;

/** What a regional API asks before it answers: lets everything through but what a rule blocks, and logs all of it. */
export class RegionalWebAcl extends Construct {
  /** Escape hatch: the underlying `aws_wafv2_web_acl`. */
  readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: RegionalWebAclProps) {
    super(scope, id);
    const {
      name,
      description = "Guards the items API",
      accountId,
      region,
      stageArn,
      requestsPer5Minutes,
      kmsKeyArn,
      logRetentionInDays,
    } = props;
    ensure(requestsPer5Minutes >= 10, "requestsPer5Minutes", "be at least 10", requestsPer5Minutes);
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
