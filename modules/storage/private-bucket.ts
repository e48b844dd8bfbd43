import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { partitionOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import { type PolicyStatement, policyDocument } from "../shared/iam";

export interface PrivateBucketProps {
  /** Full name; bucket names are global to AWS. */
  readonly name: string;
  /**
   * The default encryption. Load-balancer and S3 server access logs are delivered to `sse-s3` buckets only (ELB user
   * guide, "Enable access logs"; S3 user guide, "Enabling server access logging").
   */
  readonly encryption: { readonly kmsKeyArn: string } | "sse-s3";
  /** Days after which an object expires. @default objects are kept */
  readonly expireAfterDays?: number;
  /** Days after which a version that was replaced or deleted expires. @default 90 */
  readonly noncurrentExpireAfterDays?: number;
  /** Whether a destroy deletes the objects too. @default false: it fails while there are any */
  readonly forceDestroy?: boolean;
  /** Further statements of the bucket policy. {@link PrivateBucket.arnOf} names the bucket. @default none */
  readonly statements?: readonly PolicyStatement[];
  /** Where requests are logged: the name of a bucket of the same region, and a prefix such as `state/`. @default nowhere */
  readonly accessLogs?: { readonly bucket: string; readonly prefix: string };
  /** @default the stack's provider */
  readonly provider?: AwsProvider;
}

/** Parts of an upload that nobody completed are invisible and billed; days until they go. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/** A versioned, encrypted bucket without public access or access control lists, that speaks TLS 1.2 or later only. */
export class PrivateBucket extends Construct {
  /** Known once the bucket policy stands: whoever takes the name waits until it may write. */
  readonly name: string;
  readonly arn: string;
  /** `<name>.s3.<region>.amazonaws.com` */
  readonly regionalDomainName: string;
  /** Escape hatch: the underlying `aws_s3_bucket`. */
  readonly resource: S3Bucket;

  /** ARN of a bucket by its name, for policies written before the bucket exists. The region names the partition. */
  static arnOf(name: string, region: string): string {
    return `arn:${partitionOf(region)}:s3:::${name}`;
  }

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const { name, expireAfterDays, noncurrentExpireAfterDays = 90, forceDestroy = false, accessLogs } = props;
    ensure(expireAfterDays === undefined || expireAfterDays >= 1, "expireAfterDays", "be at least 1", expireAfterDays);
    ensure(noncurrentExpireAfterDays >= 1, "noncurrentExpireAfterDays", "be at least 1", noncurrentExpireAfterDays);

    const shared = props.provider ? { provider: props.provider } : {};
    this.resource = new S3Bucket(this, "Resource", { bucket: name, forceDestroy, ...shared });
    const part = { bucket: this.resource.bucket, ...shared };
    const versioning = new S3BucketVersioningA(this, "versioning", {
      versioningConfiguration: { status: "Enabled" },
      ...part,
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      rule: [encryptionRule(props.encryption)],
      ...part,
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      rule: lifecycleRules(noncurrentExpireAfterDays, expireAfterDays),
      // S3 user guide: expiry of old versions has no meaning before there are any.
      dependsOn: [versioning],
      ...part,
    });
    if (accessLogs) {
      new S3BucketLoggingA(this, "access-logs", {
        targetBucket: accessLogs.bucket,
        targetPrefix: accessLogs.prefix,
        ...part,
      });
    }
    const policy = this.createAccess(props.statements ?? [], part);
    this.name = policy.bucket;
    this.arn = this.resource.arn;
    this.regionalDomainName = this.resource.bucketRegionalDomainName;
  }

  private createAccess(
    statements: readonly PolicyStatement[],
    part: { readonly bucket: string; readonly provider?: AwsProvider },
  ): S3BucketPolicy {
    // Access control lists are off: S3, load balancers and CloudFront (standard logging v2) deliver logs by bucket policy.
    const ownership = new S3BucketOwnershipControls(this, "ownership", {
      rule: { objectOwnership: "BucketOwnerEnforced" },
      ...part,
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      ...part,
    });
    return new S3BucketPolicy(this, "policy", {
      policy: policyDocument([...refusals(this.resource.arn), ...statements]),
      // Written together, S3 answers one of them "conflicting conditional operation"; and no policy before its guard.
      dependsOn: [ownership, publicAccessBlock],
      ...part,
    });
  }
}

function encryptionRule(encryption: PrivateBucketProps["encryption"]) {
  return encryption === "sse-s3"
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.kmsKeyArn },
        // A data key per bucket and short time instead of one per object cuts the cost of KMS by up to 99 %. S3 user guide, "S3 Bucket Keys".
        bucketKeyEnabled: true,
      };
}

function lifecycleRules(noncurrentDays: number, days?: number): S3BucketLifecycleConfigurationRule[] {
  const rule = (id: string, actions: Partial<S3BucketLifecycleConfigurationRule>) => ({
    id,
    status: "Enabled",
    filter: [{}],
    ...actions,
  });
  const leftovers = rule("expire-leftovers", {
    noncurrentVersionExpiration: [{ noncurrentDays }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS }],
    // A delete marker whose versions are gone. S3 takes this and a number of days only in separate rules.
    expiration: [{ expiredObjectDeleteMarker: true }],
  });
  return days === undefined ? [leftovers] : [rule("expire-objects", { expiration: [{ days }] }), leftovers];
}

/** What no other statement can allow. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function refusals(arn: string): PolicyStatement[] {
  const refuse = (sid: string, conditions: NonNullable<PolicyStatement["conditions"]>): PolicyStatement => ({
    sid,
    effect: "Deny",
    principals: { AWS: "*" },
    actions: ["s3:*"],
    resources: [arn, `${arn}/*`],
    conditions,
  });
  return [
    refuse("RefusePlainHttp", { Bool: { "aws:SecureTransport": "false" } }),
    refuse("RefuseOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}
