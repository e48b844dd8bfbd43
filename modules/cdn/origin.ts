import type { CloudfrontDistributionOrigin } from "@cdktf/provider-aws/lib/cloudfront-distribution";

interface AnyOrigin {
  /** Id of the origin in its distribution. */
  readonly id: string;
  /** DNS name of the load balancer. */
  readonly domainName: string;
}

/** A load balancer that CloudFront reaches through a VPC origin. */
interface PrivateOrigin extends AnyOrigin {
  /** Id of the VPC origin. */
  readonly vpcOriginId: string;
}

/**
 * A load balancer that CloudFront reaches over the internet. Its security group allows CloudFront's addresses only, which the
 * distributions of other AWS accounts use too. A VPC origin excludes those.
 */
interface PublicOrigin extends AnyOrigin {
  /** Protocol of the load balancer. */
  readonly protocol: "https" | "http";
}

export type DistributionOrigin = PrivateOrigin | PublicOrigin;

/**
 * Seconds that CloudFront waits for the first byte and between packets. 30 is the default. If a request takes longer, CloudFront
 * answers 504, but the host continues to process the request. gunicorn's timeout only ends workers that hang.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
const READ_SECONDS = 30;
/** Seconds that CloudFront keeps an idle connection. 5 is the default. It is less than the load balancer's 60, so that CloudFront closes first. */
const KEEPALIVE_SECONDS = 5;
/** Three attempts of 3 seconds. CloudFront reports an unavailable origin after 9 seconds; the default is 30 seconds. */
const CONNECTION = { connectionAttempts: 3, connectionTimeout: 3 };

/** The origin block of a distribution. */
export function originConfig(origin: DistributionOrigin): CloudfrontDistributionOrigin {
  const { id, domainName } = origin;
  const timeouts = { originReadTimeout: READ_SECONDS, originKeepaliveTimeout: KEEPALIVE_SECONDS };
  const common = { originId: id, domainName, ...CONNECTION };
  return "vpcOriginId" in origin
    ? { ...common, vpcOriginConfig: { vpcOriginId: origin.vpcOriginId, ...timeouts } }
    : {
        ...common,
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: `${origin.protocol}-only`,
          originSslProtocols: ["TLSv1.2"],
          ...timeouts,
        },
      };
}
