import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { EncryptionKey } from "../../modules/security/encryption-key";
import type { PolicyStatement } from "../../modules/shared/iam";
import { physicalName, stateBucketName, stateKeyAlias } from "../../modules/shared/names";
import { PrivateBucket } from "../../modules/storage/private-bucket";
import { BaseStack, type BaseStackProps } from "../base-stack";

/** Days that a request to the state bucket can be looked up. */
const ACCESS_LOG_DAYS = 365;
/** Where the access logs of the state bucket lie in their bucket. */
const ACCESS_LOG_PREFIX = "state/";

/**
 * The bucket and key that hold the Terraform state of every stack of an environment, this one's included: see docs/state.md for
 * how its own state gets there. Both refuse to be destroyed, as everything else would be forgotten with them.
 */
export class StateStack extends BaseStack {
  private readonly stateBucket: string;

  constructor(scope: Construct, id: string, props: Pick<BaseStackProps, "environment">) {
    super(scope, id, props);
    const { environment } = props;
    this.stateBucket = stateBucketName(this.names, environment.accountId);

    const key = this.createKey();
    const bucket = this.createStateBucket(key, this.createAccessLogBucket());
    new TerraformOutput(this, "bucket", { value: bucket.name, description: "Holds the state of every stack" });
    new TerraformOutput(this, "key_arn", { value: key.arn, description: "Encrypts the state of every stack" });
  }

  private createKey(): EncryptionKey {
    const { accountId, region } = this.environment;
    const key = new EncryptionKey(this, "key", {
      name: stateKeyAlias(this.names).replace("alias/", ""),
      description: `Encrypts the Terraform state of ${this.environment.name}`,
      accountId,
      region,
    });
    key.resource.lifecycle = { preventDestroy: true };
    return key;
  }

  private createAccessLogBucket(): PrivateBucket {
    const { accountId, region } = this.environment;
    const name = physicalName(this.names, `state-logs-${accountId}`, "s3-bucket");
    const delivery: PolicyStatement = {
      sid: "DeliverAccessLogs",
      principals: { Service: "logging.s3.amazonaws.com" },
      actions: ["s3:PutObject"],
      resources: [`${PrivateBucket.arnOf(name, region)}/${ACCESS_LOG_PREFIX}*`],
      // S3 user guide, "Permissions for log delivery": logs of this bucket of this account and of no other.
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
      // Every state of the last 90 days can be brought back.
      noncurrentExpireAfterDays: 90,
      accessLogs: { bucket: accessLogs.name, prefix: ACCESS_LOG_PREFIX },
    });
    bucket.resource.lifecycle = { preventDestroy: true };
    return bucket;
  }
}
