import type { CloudfrontDistributionDefaultCacheBehavior } from "@cdktf/provider-aws/lib/cloudfront-distribution";

/**
 * Managed policies; AWS publishes their ids.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const CACHE = {
  disabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  /** Neither cookies, headers nor query strings in the key; gzip and Brotli; a day where the origin says nothing. */
  optimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
} as const;
const FORWARD = {
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  hostHeaderOnly: "bf0718e1-ba1e-49d1-88b1-f726733018ae",
} as const;

export interface BehaviorProps {
  readonly originId: string;
  readonly responseHeadersPolicyId: string;
}

/**
 * Everything reaches the application as the viewer sent it, the Host header too: over HTTPS the load balancer's certificate must
 * then name the host that the viewer asked for. CloudFront answers 502 where it does not.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
 */
export function dynamicBehavior(props: BehaviorProps): CloudfrontDistributionDefaultCacheBehavior {
  return {
    ...behavior(props),
    allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    cachePolicyId: CACHE.disabled,
    originRequestPolicyId: FORWARD.allViewer,
  };
}

/**
 * The Host header alone goes on, for the certificate's sake. No cookies: CloudFront then takes Set-Cookie out of the response, so
 * that no session is ever kept in the cache and handed to the next viewer.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Cookies.html
 */
export function cachedBehavior(props: BehaviorProps): CloudfrontDistributionDefaultCacheBehavior {
  return {
    ...behavior(props),
    allowedMethods: ["GET", "HEAD"],
    cachePolicyId: CACHE.optimized,
    originRequestPolicyId: FORWARD.hostHeaderOnly,
  };
}

function behavior({ originId, responseHeadersPolicyId }: BehaviorProps) {
  return {
    targetOriginId: originId,
    viewerProtocolPolicy: "redirect-to-https",
    cachedMethods: ["GET", "HEAD"],
    compress: true,
    responseHeadersPolicyId,
  };
}
