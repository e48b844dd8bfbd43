import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53QueryLog } from "@cdktf/provider-aws/lib/route53-query-log";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { EncryptionKey } from "../security/encryption-key";
import { partitionOf } from "../shared/arn";
import { ensureGlobalRegion, GLOBAL_REGION } from "../shared/global-region";
import { policyDocument } from "../shared/iam";

export interface QueryLogProps {
  /** Prefix of the key's alias and of the policy's name, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** Account of the zone and of the log group, 12 digits. Route 53 requires the same account. */
  readonly accountId: string;
  /** Days to keep the log. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** A provider of us-east-1, the only Region of query logs. @default the stack's provider, which must be of us-east-1 */
  readonly provider?: AwsProvider | undefined;
  /** ID of the public hosted zone. */
  readonly zoneId: string;
  /** Domain name of the zone. */
  readonly zoneName: string;
}

/**
 * The log of all DNS queries that Route 53 answers for a public hosted zone: name, type, response code, edge location and resolver.
 * Resolvers answer from their caches in between. The key encrypts the log group. CloudWatch Logs uses it, so that Route 53 needs no
 * permission for it.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html
 */
export class QueryLog extends Construct {
  /** Name of the log group. */
  readonly logGroupName: string;
  /** Escape hatch: the underlying `aws_route53_query_log`. */
  readonly resource: Route53QueryLog;

  constructor(scope: Construct, id: string, props: QueryLogProps) {
    super(scope, id);
    const { name, accountId, retentionInDays, zoneId, zoneName } = props;
    if (props.provider) {
      ensureGlobalRegion(props.provider);
    }
    const provider = props.provider ? { provider: props.provider } : {};
    const key = new EncryptionKey(this, "key", {
      name: `${name}-dns-queries`,
      description: `Encrypts the log of DNS queries of ${zoneName}`,
      accountId,
      region: GLOBAL_REGION,
      services: ["logs"],
      ...provider,
    });
    const group = new ExpiringLogGroup(this, "log-group", {
      name: `/aws/route53/${zoneName}`,
      kmsKeyArn: key.arn,
      retentionInDays,
      ...provider,
    });
    const permission = this.allowDelivery(group, props);
    this.resource = new Route53QueryLog(this, "Resource", {
      zoneId,
      cloudwatchLogGroupArn: group.arn,
      ...provider,
      dependsOn: [permission],
    });
    this.logGroupName = group.name;
  }

  /** CloudWatch Logs supports 10 resource policies per Region, also for web ACLs and instance refreshes. */
  private allowDelivery(group: ExpiringLogGroup, { name, accountId, zoneId, provider }: QueryLogProps) {
    return new CloudwatchLogResourcePolicy(this, "permission", {
      policyName: `${name}-dns-queries`,
      policyDocument: policyDocument([
        {
          sid: "LogDnsQueries",
          principals: { Service: "route53.amazonaws.com" },
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${group.arn}:*`],
          // Without these conditions a zone of any other AWS account could write to this log.
          conditions: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnEquals: { "aws:SourceArn": `arn:${partitionOf(GLOBAL_REGION)}:route53:::hostedzone/${zoneId}` },
          },
        },
      ]),
      ...(provider ? { provider } : {}),
    });
  }
}
