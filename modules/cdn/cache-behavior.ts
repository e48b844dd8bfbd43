import type { CloudfrontDistributionDefaultCacheBehavior } from "@cdktf/provider-aws/lib/cloudfront-distribution";

/**
 * Ids of AWS managed policies.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const CACHE = {
  disabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  /** The cache key has no cookies, headers or query strings. Supports gzip and Brotli. The default TTL is one day. */
  optimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
} as const;
const FORWARD = {
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  hostHeaderOnly: "bf0718e1-ba1e-49d1-88b1-f726733018ae",
} as const;

export interface BehaviorProps {
  /** Id of the origin in the distribution. */
  readonly originId: string;
  /** Id of the response headers policy. */
  readonly responseHeadersPolicyId: string;
}

/**
 * Caches nothing, and forwards every header, cookie and query string. The Host header is forwarded too: over HTTPS, the load
 * balancer's certificate must therefore match the name that the viewer requested. Otherwise CloudFront answers 502.
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
 * Caches responses, and forwards only the Host header, which the certificate must match. Because no cookies are forwarded,
 * CloudFront removes Set-Cookie from the responses, so that no viewer gets another viewer's session from the cache.
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
