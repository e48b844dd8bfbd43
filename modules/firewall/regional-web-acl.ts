import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import { HealthCheckers } from "./health-checkers";
import { type HealthPath, healthRequests, healthRequestsFrom, otherRequests } from "./health-path";
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
   * Requests of one address in 5 minutes after which WAF blocks it, 10 to 2,000,000,000. Requests for the health check do not count.
   * @default 2000
   */
  readonly requestsPer5Minutes?: number | undefined;
  /** The API's health check, which has its own rules. @default none: its requests count like all others */
  readonly health?: HealthRules | undefined;
  /** Days that the log is kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/** The health check of an API. Route 53's checkers are always allowed. */
interface HealthRules extends HealthPath {
  /**
   * `checkers`: WAF blocks requests from all other addresses. A rate rule reacts after up to 30 s, this rule at once.
   * @default "anyone"
   */
  readonly from?: "anyone" | "checkers" | undefined;
  /** Requests for the health check from one other address in 5 minutes after which WAF blocks it, if `from` is `anyone`. @default 100 */
  readonly requestsPer5Minutes?: number | undefined;
}

/** Default limit for the health check. A Route 53 checker sends 30, so an address that is missing in the IP set is not blocked. */
const HEALTH_REQUESTS = 100;

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
    const { description = "Protects a REST API" } = props;
    this.resource = new Wafv2WebAcl(this, "Resource", {
      name,
      description,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: this.createRules(props),
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

  /** The managed rules are last, so that the rate rules also count requests that they block. */
  private createRules({ name, requestsPer5Minutes, health }: RegionalWebAclProps): Wafv2WebAclRule[] {
    if (!health) {
      return [rateRule(name, requestsPer5Minutes), ...managedRules(name, MANAGED_RULES)];
    }
    const checkers = new HealthCheckers(this, "checkers", { name: `${name}-health-checkers` });
    return [
      {
        name: "health-checkers",
        priority: 0,
        action: { allow: {} },
        statement: healthRequestsFrom(checkers.arn, health),
        visibilityConfig: visibility(`${name}-health-checkers`),
      },
      othersRule(name, health),
      rateRule(name, requestsPer5Minutes, { priority: 2, of: otherRequests(health) }),
      ...managedRules(name, MANAGED_RULES, 3),
    ];
  }
}

/** The rule for requests for the health check that do not come from the checkers. */
function othersRule(name: string, health: HealthRules): Wafv2WebAclRule {
  const { from = "anyone", requestsPer5Minutes = HEALTH_REQUESTS } = health;
  const rule = { name: "health-limit", priority: 1 };
  return from === "anyone"
    ? rateRule(name, requestsPer5Minutes, { ...rule, field: "health.requestsPer5Minutes", of: healthRequests(health) })
    : {
        ...rule,
        action: { block: {} },
        statement: healthRequests(health),
        visibilityConfig: visibility(`${name}-health-limit`),
      };
}
