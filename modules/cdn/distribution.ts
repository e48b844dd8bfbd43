import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { cachedBehavior, dynamicBehavior } from "./cache-behavior";
import { type DistributionOrigin, originConfig } from "./origin";

export interface DistributionProps {
  /** Comment and `Name` tag, e.g. `project-x-prod`. */
  readonly comment: string;
  /** The load balancer that serves the application. */
  readonly origin: DistributionOrigin;
  /** ARN of a web ACL with the scope CLOUDFRONT. */
  readonly webAclArn: string;
  /** Id of the response headers policy of every response. */
  readonly responseHeadersPolicyId: string;
  /** Domain name and its certificate in us-east-1. @default CloudFront's own name and certificate */
  readonly domain?: { readonly name: string; readonly certificateArn: string } | undefined;
  /** Path patterns to cache, e.g. `/static/*` or `*.css`. Their responses must be the same for every viewer. @default none */
  readonly cachedPaths?: readonly string[] | undefined;
  /** Locations of the edge servers. @default "PriceClass_100", North America and Europe */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All" | undefined;
  /** Countries whose viewers are allowed or denied, as ISO 3166-1 alpha-2 codes. @default no restriction */
  readonly geoRestriction?: { readonly type: "allow" | "deny"; readonly countries: readonly string[] } | undefined;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * Errors that CloudFront caches for 10 seconds by default, independently of the cache policy. Here they are not cached, because
 * an error of one viewer must not be served to other viewers.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const CACHED_ERRORS = [404, 414, 500, 501, 502, 503, 504];

/** A CloudFront distribution for a dynamic application, with a web ACL and security headers. */
export class Distribution extends Construct {
  /** Id of the distribution. */
  readonly distributionId: string;
  /** ARN of the distribution. */
  readonly arn: string;
  /** CloudFront's own name. With a domain and an HTTPS origin, this name answers 502: see {@link dynamicBehavior}. */
  readonly domainName: string;
  /** Hosted zone of CloudFront, for alias records. */
  readonly hostedZoneId: string;
  /** Escape hatch: the underlying `aws_cloudfront_distribution`. */
  readonly resource: CloudfrontDistribution;

  constructor(scope: Construct, id: string, props: DistributionProps) {
    super(scope, id);
    const { comment, origin, webAclArn, responseHeadersPolicyId, domain, provider } = props;
    const { cachedPaths = [], priceClass = "PriceClass_100" } = props;
    ensureGlobalRegion(provider);
    checkCachedPaths(cachedPaths);
    const shared = { originId: origin.id, responseHeadersPolicyId };

    this.resource = new CloudfrontDistribution(this, "Resource", {
      comment,
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass,
      webAclId: webAclArn,
      ...(domain ? { aliases: [domain.name] } : {}),
      origin: [originConfig(origin)],
      defaultCacheBehavior: dynamicBehavior(shared),
      orderedCacheBehavior: cachedPaths.map((pathPattern) => ({ pathPattern, ...cachedBehavior(shared) })),
      customErrorResponse: CACHED_ERRORS.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      restrictions: { geoRestriction: geoRestriction(props) },
      viewerCertificate: viewerCertificate(props),
      tags: { Name: comment },
      provider,
    });
    this.distributionId = this.resource.id;
    this.arn = this.resource.arn;
    this.domainName = this.resource.domainName;
    this.hostedZoneId = this.resource.hostedZoneId;
  }
}

function geoRestriction({ geoRestriction: restriction }: DistributionProps) {
  return restriction
    ? {
        restrictionType: restriction.type === "allow" ? "whitelist" : "blacklist",
        locations: [...restriction.countries],
      }
    : { restrictionType: "none" };
}

/** CloudFront's own certificate has a fixed security policy, whose minimum is TLSv1. */
function viewerCertificate({ domain }: DistributionProps) {
  return domain
    ? {
        acmCertificateArn: domain.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      }
    : { cloudfrontDefaultCertificate: true };
}

function checkCachedPaths(paths: readonly string[]): void {
  for (const [index, path] of paths.entries()) {
    ensure(
      !/^\/?\*+$/.test(path),
      `cachedPaths[${index}]`,
      "not match every path",
      path,
      "use the folder of static files, e.g. /static/*",
    );
    // CloudFront ignores the slash at the start.
    const isFirst = paths.findIndex((other) => other.replace(/^\//, "") === path.replace(/^\//, "")) === index;
    ensure(isFirst, `cachedPaths[${index}]`, "be named once only", path);
  }
}
