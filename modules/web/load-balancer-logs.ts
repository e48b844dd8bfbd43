import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { PrivateBucket } from "../storage/private-bucket";

export interface LoadBalancerLogsProps {
  /** Full name of the bucket; bucket names are global to AWS. */
  readonly bucketName: string;
  readonly accountId: string;
  readonly region: string;
  readonly retentionInDays: number;
  /** Whether a destroy deletes the logs too. */
  readonly forceDestroy: boolean;
}

/** The bucket that load balancers of this account and region write their access logs to. */
export class LoadBalancerLogs extends Construct {
  /** Known once the load balancers may write: they write a test file the moment that they are told of the bucket. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: LoadBalancerLogsProps) {
    super(scope, id);
    const { bucketName, accountId, region, retentionInDays, forceDestroy } = props;
    const bucket = new PrivateBucket(this, "bucket", {
      name: bucketName,
      // Elastic Load Balancing writes to no bucket that is encrypted with a KMS key, ours or AWS's.
      encryption: "sse-s3",
      expireAfterDays: retentionInDays,
      forceDestroy,
      statements: [
        {
          sid: "LoadBalancersOfThisAccount",
          // The service principal in place of a list of AWS's account ids per region.
          // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
          principals: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          actions: ["s3:PutObject"],
          resources: [`${PrivateBucket.arnOf(bucketName, region)}/AWSLogs/${accountId}/*`],
          conditions: {
            ArnLike: {
              "aws:SourceArn": arnOf({
                service: "elasticloadbalancing",
                region,
                accountId,
                resource: "loadbalancer/*",
              }),
            },
          },
        },
      ],
    });
    this.bucketName = bucket.name;
  }
}
