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
  /** Full name. Bucket names are unique across all of AWS. */
  readonly name: string;
  /**
   * Default encryption. AWS delivers load balancer logs and S3 server access logs to `sse-s3` buckets only (ELB user
   * guide, "Enable access logs"; S3 user guide, "Enabling server access logging").
   */
  readonly encryption: { readonly kmsKeyArn: string } | "sse-s3";
  /** Days after which an object expires. @default objects do not expire */
  readonly expireAfterDays?: number | undefined;
  /** Days after which a replaced or deleted version expires. @default 90 */
  readonly noncurrentExpireAfterDays?: number | undefined;
  /** Whether a destroy deletes the objects too. Otherwise it fails while there are any. @default false */
  readonly forceDestroy?: boolean | undefined;
  /** Further statements of the bucket policy. {@link PrivateBucket.arnOf} returns the bucket's ARN. @default none */
  readonly statements?: readonly PolicyStatement[] | undefined;
  /** Bucket of the same region for server access logs, and a prefix such as `state/`. @default no access logs */
  readonly accessLogs?: { readonly bucket: string; readonly prefix: string } | undefined;
  /** @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** Days until the parts of an incomplete upload are deleted. S3 bills them, but does not list them as objects. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/** A versioned, encrypted bucket without public access and access control lists. It requires TLS 1.2 or later. */
export class PrivateBucket extends Construct {
  /** Name of the bucket. Depends on the bucket policy, so that services which need it never write too early. */
  readonly name: string;
  readonly arn: string;
  /** `<name>.s3.<region>.amazonaws.com` */
  readonly regionalDomainName: string;
  /** Escape hatch: the underlying `aws_s3_bucket`. */
  readonly resource: S3Bucket;

  /** ARN of a bucket by its name, for policies that are created before the bucket. The region determines the partition. */
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
      // S3 ignores rules for old versions until versioning is on (S3 user guide).
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
    // Turns access control lists off. S3, load balancers and CloudFront (standard logging v2) need a bucket policy only.
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
      policy: policyDocument([...denials(this.resource.arn), ...statements]),
      // S3 refuses simultaneous changes with "conflicting conditional operation". And public access is blocked first.
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
        // One data key per bucket and period, not per object, reduces the cost of KMS by up to 99 % (S3 user guide, "S3 Bucket Keys").
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
    // Removes delete markers without versions. S3 requires this and a number of days to be in separate rules.
    expiration: [{ expiredObjectDeleteMarker: true }],
  });
  return days === undefined ? [leftovers] : [rule("expire-objects", { expiration: [{ days }] }), leftovers];
}

/** Statements that deny requests whatever other statements allow. https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function denials(arn: string): PolicyStatement[] {
  const deny = (sid: string, conditions: NonNullable<PolicyStatement["conditions"]>): PolicyStatement => ({
    sid,
    effect: "Deny",
    principals: { AWS: "*" },
    actions: ["s3:*"],
    resources: [arn, `${arn}/*`],
    conditions,
  });
  return [
    deny("RefusePlainHttp", { Bool: { "aws:SecureTransport": "false" } }),
    deny("RefuseOldTls", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}
