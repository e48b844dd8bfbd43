import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../modules/security/encryption-key";
import type { PolicyStatement } from "../../modules/shared/iam";
import { stateBucketName, stateKeyAlias } from "../../modules/shared/names";
import { PrivateBucket } from "../../modules/storage/private-bucket";
import { BaseStack, type BaseStackProps } from "../base-stack";

/** Days to keep the access logs of the state bucket. */
const ACCESS_LOG_DAYS = 365;
/** Prefix of the access logs in their bucket. */
const ACCESS_LOG_PREFIX = "state/";

/**
 * The bucket with the Terraform state of every stack of an environment, and its key. The state of this stack is in the same
 * bucket: docs/state.md explains how it gets there. Terraform refuses to destroy either, because all other states would be lost.
 */
export class StateStack extends BaseStack {
  private readonly stateBucket: string;

  constructor(scope: Construct, id: string, props: Pick<BaseStackProps, "environment">) {
    super(scope, id, props);
    const { environment } = props;
    this.stateBucket = stateBucketName(this.names, environment.accountId);

    const key = this.createKey();
    const bucket = this.createStateBucket(key, this.createAccessLogBucket());
    new TerraformOutput(this, "bucket", { value: bucket.name, description: "Bucket with the state of every stack" });
    new TerraformOutput(this, "key_arn", { value: key.arn, description: "Key that encrypts the state of every stack" });
  }

  private createKey(): EncryptionKey {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: stateKeyAlias(this.names).replace("alias/", ""),
      description: `Encrypts the Terraform state of ${this.environment.name}`,
    });
    key.resource.lifecycle = { preventDestroy: true };
    return key;
  }

  private createAccessLogBucket(): PrivateBucket {
    const { accountId, region } = this.account;
    const name = this.nameOf(`state-logs-${accountId}`, "s3-bucket");
    const delivery: PolicyStatement = {
      sid: "DeliverAccessLogs",
      principals: { Service: "logging.s3.amazonaws.com" },
      actions: ["s3:PutObject"],
      resources: [`${PrivateBucket.arnOf(name, region)}/${ACCESS_LOG_PREFIX}*`],
      // Without these conditions, S3 would deliver logs of any bucket of any account.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      conditions: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": PrivateBucket.arnOf(this.stateBucket, region) },
      },
    };
    return new PrivateBucket(this, "access-logs", {
      name,
      encryption: "sse-s3",
      expireAfterDays: ACCESS_LOG_DAYS,
      statements: [delivery],
    });
  }

  private createStateBucket(key: EncryptionKey, accessLogs: PrivateBucket): PrivateBucket {
    const bucket = new PrivateBucket(this, "state", {
      name: this.stateBucket,
      encryption: { kmsKeyArn: key.arn },
      // Every version of the last 90 days can be restored.
      noncurrentExpireAfterDays: 90,
      accessLogs: { bucket: accessLogs.name, prefix: ACCESS_LOG_PREFIX },
    });
    bucket.resource.lifecycle = { preventDestroy: true };
    return bucket;
  }
}
