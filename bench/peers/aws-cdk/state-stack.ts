import { BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { EnvironmentStack, type EnvironmentStackProps } from "./shared/environment-stack";
import { RetainedBucket } from "./shared/retained-bucket";
import { ServiceKey } from "./shared/service-key";

/** Bucket and key of an environment's deployment state, with the bucket of its access log. */
export class StateStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment);
    const prefix = `project-x-${environment.name}-${environment.account}`;
    const encryptionKey = new ServiceKey(this, "key", `project-x-${environment.name}-state`, []);
    const log = new RetainedBucket(this, "log", {
      bucketName: `${prefix}-state-log`,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      days: 365,
    });
    new RetainedBucket(this, "state", {
      bucketName: `${prefix}-state`,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: log,
      serverAccessLogsPrefix: "state/",
      days: 3650,
    });
  }
}
