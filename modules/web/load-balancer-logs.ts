import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { PrivateBucket } from "../storage/private-bucket";

export interface LoadBalancerLogsProps {
  /** Full name of the bucket. Bucket names are unique across all AWS accounts. */
  readonly bucketName: string;
  /** Account of the load balancers, 12 digits. */
  readonly accountId: string;
  /** Region of the load balancers and the bucket. */
  readonly region: string;
  /** Days that the logs are kept. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** Whether `terraform destroy` also deletes the logs. @default false: it fails while there are logs */
  readonly forceDestroy?: boolean | undefined;
}

/** The bucket for the access logs of the load balancers of one account and Region. */
export class LoadBalancerLogs extends Construct {
  /** Name of the bucket. Depends on the bucket policy: a load balancer writes a test file when access logs are enabled. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: LoadBalancerLogsProps) {
    super(scope, id);
    const { bucketName, accountId, region, retentionInDays = 365, forceDestroy = false } = props;
    const bucket = new PrivateBucket(this, "bucket", {
      name: bucketName,
      // Elastic Load Balancing supports no KMS key for access logs, neither customer managed nor AWS managed.
      encryption: "sse-s3",
      expireAfterDays: retentionInDays,
      forceDestroy,
      statements: [
        {
          sid: "LoadBalancersOfThisAccount",
          // The service principal replaces the list of AWS account ids per Region.
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
