import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnLoggingConfiguration, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";

export interface LoggedWebAclProps {
  readonly name: string;
  readonly scope: "CLOUDFRONT" | "REGIONAL";
  readonly key: IKey;
  readonly requestsPer5Minutes: number;
}

const MANAGED = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

/** A web ACL of AWS's managed rules and a rate limit, with an encrypted log. */
export class LoggedWebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LoggedWebAclProps) {
    super(scope, id);
    const { name, key } = props;
    const visible = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
      metricName,
    });
    const acl = new CfnWebACL(this, "Resource", {
      name,
      scope: props.scope,
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        ...MANAGED.map((rule, priority) => ({
          name: rule,
          priority,
          overrideAction: { none: {} },
          statement: { managedRuleGroupStatement: { vendorName: "AWS", name: rule } },
          visibilityConfig: visible(rule),
        })),
        {
          name: "rate",
          priority: MANAGED.length,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: props.requestsPer5Minutes, aggregateKeyType: "IP" } },
          visibilityConfig: visible("rate"),
        },
      ],
    });
    const log = new LogGroup(this, "log", {
      logGroupName: `aws-waf-logs-${name}`,
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    new CfnLoggingConfiguration(this, "logging", {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [log.logGroupArn],
      redactedFields: [{ singleHeader: { Name: "authorization" } }],
    });
    this.arn = acl.attrArn;
  }
}
