import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import { ensureGlobalRegion, GLOBAL_REGION } from "../shared/global-region";
import { policyDocument } from "../shared/iam";

export interface WebAclLogProps {
  /** Name of the log group after the prefix `aws-waf-logs-`. */
  readonly name: string;
  /** Account of the web ACL, 12 digits. */
  readonly accountId: string;
  /** ARN of the web ACL. */
  readonly webAclArn: string;
  /** ARN of a key in the same Region whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Days that the log is kept. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** Region of the web ACL. @default "us-east-1", the Region of web ACLs for CloudFront */
  readonly region?: string | undefined;
  /** A provider of that Region. @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** Headers with credentials. The log shows that they are present, but not their values. */
const REDACTED_HEADERS = ["authorization", "cookie"];

/** The log of a web ACL: every request and the action of the web ACL. About 1.5 KB per request, at the price of vended logs. */
export class WebAclLog extends Construct {
  /** Name of the log group. */
  readonly logGroupName: string;
  /** Escape hatch: the underlying `aws_wafv2_web_acl_logging_configuration`. */
  readonly resource: Wafv2WebAclLoggingConfiguration;

  constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);
    const { name, webAclArn, kmsKeyArn, retentionInDays } = props;
    const provider = props.provider ? { provider: props.provider } : {};
    if (props.region === undefined && props.provider) {
      ensureGlobalRegion(props.provider);
    }
    const group = new ExpiringLogGroup(this, "log-group", {
      // WAF requires this prefix. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
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
   * Allows log delivery to write. Without this policy, WAF extends a policy that all web ACLs of the account share, which has a
   * size limit. CloudWatch Logs supports 10 such policies per Region.
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
