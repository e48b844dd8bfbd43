import type { CloudfrontDistributionOrigin } from "@cdktf/provider-aws/lib/cloudfront-distribution";

interface AnyOrigin {
  /** Names the origin within its distribution. */
  readonly id: string;
  /** DNS name of the load balancer. */
  readonly domainName: string;
}

/** A load balancer that CloudFront reaches through a VPC origin. */
interface PrivateOrigin extends AnyOrigin {
  readonly vpcOriginId: string;
}

/**
 * A load balancer that CloudFront reaches over the internet. Ingress from CloudFront's prefix list keeps the rest of the world
 * out, but not other people's distributions, which come from the same addresses: a VPC origin does.
 */
interface PublicOrigin extends AnyOrigin {
  readonly protocol: "https" | "http";
}

export type DistributionOrigin = PrivateOrigin | PublicOrigin;

/**
 * Seconds that CloudFront waits for the first byte and between packets: its default. A request that takes longer is answered with 504,
 * though the host works on: gunicorn's own limit is for workers that hang.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
const READ_SECONDS = 30;
/** Seconds that an idle connection is kept: the default, and below the load balancer's 60, so that CloudFront closes first. */
const KEEPALIVE_SECONDS = 5;
/** Three attempts of 3 seconds: a viewer learns of a dead origin after 9 seconds, by default after 30. */
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
