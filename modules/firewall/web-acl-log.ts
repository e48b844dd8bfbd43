import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import { ensureGlobalRegion, GLOBAL_REGION } from "../shared/global-region";
import { policyDocument } from "../shared/iam";

export interface WebAclLogProps {
  /** What follows `aws-waf-logs-` in the log group's name. */
  readonly name: string;
  readonly accountId: string;
  readonly webAclArn: string;
  /** ARN of a key of the same region whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** @default 365 */
  readonly retentionInDays?: number;
  /** Region of the web ACL. @default us-east-1, where CloudFront's are */
  readonly region?: string;
  /** A provider of that region. @default the stack's provider */
  readonly provider?: AwsProvider;
}

/** Headers that prove who somebody is. The log says that they were there, not what they said. */
const REDACTED_HEADERS = ["authorization", "cookie"];

/** Every request that a web ACL saw, and what it made of it. About 1.5 KB a request, at the price of vended logs. */
export class WebAclLog extends Construct {
  readonly logGroupName: string;
  /** Escape hatch: the underlying `aws_wafv2_web_acl_logging_configuration`. */
  readonly resource: Wafv2WebAclLoggingConfiguration;

  constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);
    const { name, webAclArn, kmsKeyArn, retentionInDays = 365 } = props;
    const provider = props.provider ? { provider: props.provider } : {};
    if (props.region === undefined && props.provider) {
      ensureGlobalRegion(props.provider);
    }
    const group = new ExpiringLogGroup(this, "log-group", {
      // WAF delivers to names with this prefix only. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
      name: `aws-waf-logs-${name}`,
      kmsKeyArn,
      retentionInDays,
      ...provider,
    });
    const permission = this.allowDelivery(group, props);
    this.resource = new Wafv2WebAclLoggingConfiguration(this, "Resource", {
      resourceArn: webAclArn,
      logDestinationConfigs: [group.arn],
      redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      ...provider,
      dependsOn: [permission],
    });
    this.logGroupName = group.name;
  }

  /**
   * Said by us, or WAF would write it into a policy of its own that all web ACLs of the account share and that, with enough of
   * them, no longer fits. CloudWatch Logs takes 10 such policies per region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
   */
  private allowDelivery(
    group: ExpiringLogGroup,
    { name, accountId, region = GLOBAL_REGION, provider }: WebAclLogProps,
  ) {
    return new CloudwatchLogResourcePolicy(this, "permission", {
      policyName: `${name}-waf-logs`,
      policyDocument: policyDocument([
        {
          sid: "DeliverWebAclLogs",
          principals: { Service: "delivery.logs.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${group.arn}:*`],
          conditions: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: {
              "aws:SourceArn": arnOf({ service: "logs", region, accountId, resource: "*" }),
            },
          },
        },
      ]),
      ...(provider ? { provider } : {}),
    });
  }
}
