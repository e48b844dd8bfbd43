import { ensure } from "./errors";

/**
 * CloudFront is managed from this region, wherever its viewers and origins are: certificates, web ACLs of CLOUDFRONT scope
 * and the delivery of access logs are refused elsewhere. Route 53 publishes the metrics of its health checks here alone.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const GLOBAL_REGION = "us-east-1";

/** Refuses a provider of another region. */
export function ensureGlobalRegion(provider: { readonly region?: string | undefined }): void {
  ensure(
    provider.region === GLOBAL_REGION,
    "region of the provider",
    `be ${GLOBAL_REGION}`,
    provider.region,
    "pass an alias of that region",
  );
}
