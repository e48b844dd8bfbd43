import { ensure } from "./errors";

/**
 * The region that CloudFront is managed from. CloudFront accepts certificates, web ACLs of CLOUDFRONT scope and deliveries of
 * access logs in this region only. Route 53 publishes the metrics of its health checks in this region only.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const GLOBAL_REGION = "us-east-1";

/** @throws Error if the provider's region is not {@link GLOBAL_REGION} */
export function ensureGlobalRegion(provider: { readonly region?: string | undefined }): void {
  ensure(
    provider.region === GLOBAL_REGION,
    "region of the provider",
    `be ${GLOBAL_REGION}`,
    provider.region,
    "pass an alias of that region",
  );
}
