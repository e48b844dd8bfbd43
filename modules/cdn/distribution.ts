import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { cachedBehavior, dynamicBehavior } from "./cache-behavior";
import { type DistributionOrigin, originConfig } from "./origin";

export interface DistributionProps {
  /** Shown in the console, e.g. `project-x-prod`. */
  readonly comment: string;
  readonly origin: DistributionOrigin;
  readonly webAclArn: string;
  readonly responseHeadersPolicyId: string;
  /** Public name and its certificate in us-east-1. @default CloudFront's own name and certificate */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  /** Path patterns whose responses are the same for everybody, e.g. `/static/*`. @default none */
  readonly cachedPaths?: readonly string[];
  /** Where viewers are served from. @default "PriceClass_100", North America and Europe */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** ISO 3166-1 alpha-2 codes. @default nobody is refused */
  readonly geoRestriction?: { readonly type: "allow" | "deny"; readonly countries: readonly string[] };
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * Errors that CloudFront keeps for 10 seconds whatever the cache policy says, and hands to everybody who asks for the same path.
 * Not in front of an application: one viewer's failure is not the next one's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
const CACHED_ERRORS = [404, 414, 500, 501, 502, 503, 504];

/** The public entrance: TLS, web ACL and headers in front of a dynamic application. */
export class Distribution extends Construct {
  readonly distributionId: string;
  readonly arn: string;
  /** CloudFront's own name. With a domain and an HTTPS origin it answers 502: see {@link dynamicBehavior}. */
  readonly domainName: string;
  /** Where an alias record points. */
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

/** CloudFront's own certificate comes with a policy that cannot be chosen: TLSv1 at the least. */
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
      !/^\/?\*$/.test(path),
      `cachedPaths[${index}]`,
      "leave something dynamic",
      path,
      "name the folder of static files, e.g. /static/*",
    );
    ensure(paths.indexOf(path) === index, `cachedPaths[${index}]`, "be named once only", path);
  }
}
