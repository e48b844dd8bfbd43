import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion, GLOBAL_REGION } from "../shared/global-region";
import type { PolicyStatement } from "../shared/iam";
import { PrivateBucket } from "../storage/private-bucket";

export interface AccessLogsProps {
  /** Name of the delivery, at most 60 letters, digits, hyphens or underscores, e.g. `project-x-prod-edge`. */
  readonly name: string;
  /** Full name of the bucket. Log delivery does not support dots in it. */
  readonly bucketName: string;
  /** Account of the distribution, 12 digits. */
  readonly accountId: string;
  /** ARN of the distribution. */
  readonly distributionArn: string;
  /** ARN of a key in us-east-1 whose policy allows vended log delivery (`delivery.logs`) to use it. */
  readonly kmsKeyArn: string;
  /** Days that the logs are kept. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** Whether `terraform destroy` also deletes the logs. @default false: it fails while there are logs */
  readonly forceDestroy?: boolean | undefined;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * Prefix in the destination's ARN. Without a prefix, CloudFront adds `AWSLogs/<account>/CloudFront/` to the path below when the
 * delivery is created, but not when it is updated: https://github.com/hashicorp/terraform-provider-aws/issues/46328
 */
const PREFIX = "cloudfront";
/** With Hive-compatible paths: `year=2026/month=01/day=31/hour=09`. Athena uses them as partitions. */
const PATH = "{yyyy}/{MM}/{dd}/{HH}";

/**
 * Fields of a log record. `cs(Cookie)`, `cs-uri-query` and `cs(Referer)` are left out, because they may contain sessions and
 * tokens in clear text.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
const FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "x-edge-request-id",
  "c-ip",
  "c-country",
  "x-forwarded-for",
  "cs-method",
  "cs-protocol",
  "cs-protocol-version",
  "x-host-header",
  "cs-uri-stem",
  "cs(User-Agent)",
  "cs-bytes",
  "sc-status",
  "sc-bytes",
  "sc-content-type",
  "ssl-protocol",
  "ssl-cipher",
  "time-taken",
  "time-to-first-byte",
  "origin-fbl",
  "x-edge-result-type",
  "x-edge-response-result-type",
  "x-edge-detailed-result-type",
  "cache-behavior-path-pattern",
];

/** Standard logging (v2) of a distribution: one line of JSON per request, in a bucket of this account. */
export class AccessLogs extends Construct {
  /** The bucket that holds the logs. */
  readonly bucket: PrivateBucket;
  /** Escape hatch: the underlying `aws_cloudwatch_log_delivery`. */
  readonly resource: CloudwatchLogDelivery;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const { name, bucketName, distributionArn, provider } = props;
    ensureGlobalRegion(provider);
    // CloudWatch Logs API reference, PutDeliverySource and PutDeliveryDestination.
    ensure(/^[\w-]{1,60}$/.test(name), "name", "be 1 to 60 letters, digits, hyphens or underscores", name);
    ensure(!bucketName.includes("."), "bucketName", "hold no dot", bucketName);

    this.bucket = this.createBucket(props);
    const source = new CloudwatchLogDeliverySource(this, "source", {
      name,
      logType: "ACCESS_LOGS",
      resourceArn: distributionArn,
      provider,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      name,
      outputFormat: "json",
      deliveryDestinationConfiguration: [
        { destinationResourceArn: `${PrivateBucket.arnOf(this.bucket.name, GLOBAL_REGION)}/${PREFIX}` },
      ],
      provider,
    });
    this.resource = new CloudwatchLogDelivery(this, "Resource", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: FIELDS,
      s3DeliveryConfiguration: [{ suffixPath: PATH, enableHiveCompatiblePath: true }],
      provider,
    });
  }

  private createBucket(props: AccessLogsProps): PrivateBucket {
    const { bucketName, kmsKeyArn, retentionInDays = 365, forceDestroy = false, provider } = props;
    return new PrivateBucket(this, "bucket", {
      name: bucketName,
      encryption: { kmsKeyArn },
      expireAfterDays: retentionInDays,
      forceDestroy,
      statements: deliveryStatements(props),
      provider,
    });
  }
}

/**
 * Permissions of log delivery. Without them, AWS adds them to the bucket policy itself, and the next apply removes them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 */
function deliveryStatements({ bucketName, accountId }: AccessLogsProps): PolicyStatement[] {
  const bucketArn = PrivateBucket.arnOf(bucketName, GLOBAL_REGION);
  const ofThisAccount = {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: {
      "aws:SourceArn": arnOf({ service: "logs", region: GLOBAL_REGION, accountId, resource: "delivery-source:*" }),
    },
  };
  const principals = { Service: "delivery.logs.amazonaws.com" };
  return [
    {
      sid: "DeliverAccessLogs",
      principals,
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/${PREFIX}/*`],
      conditions: {
        ...ofThisAccount,
        StringEquals: { ...ofThisAccount.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
    {
      sid: "CheckBeforeDelivery",
      principals,
      actions: ["s3:GetBucketAcl", "s3:ListBucket"],
      resources: [bucketArn],
      conditions: ofThisAccount,
    },
  ];
}
