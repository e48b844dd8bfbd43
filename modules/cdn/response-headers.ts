import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensureGlobalRegion } from "../shared/global-region";

export interface ResponseHeadersProps {
  readonly name: string;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/** A year, in seconds: what browsers and scanners take for a lasting promise. RFC 6797; OWASP, HTTP headers cheat sheet. */
const HSTS_SECONDS = 31_536_000;

/**
 * Headers that make browsers strict with whatever application stands behind. Nothing here says where scripts, styles or images
 * may come from: only the application knows, and a guess would break its pages.
 *
 * AWS's own SecurityHeadersPolicy leaves the subdomains out of HSTS and adds `X-XSS-Protection: 1`, a filter that browsers have
 * removed because it could be turned against the page. Hence one of ours.
 */
export class ResponseHeaders extends Construct {
  readonly policyId: string;
  /** Escape hatch: the underlying `aws_cloudfront_response_headers_policy`. */
  readonly resource: CloudfrontResponseHeadersPolicy;

  constructor(scope: Construct, id: string, props: ResponseHeadersProps) {
    super(scope, id);
    const { name, provider } = props;
    ensureGlobalRegion(provider);
    this.resource = new CloudfrontResponseHeadersPolicy(this, "Resource", {
      name,
      comment: "Security headers",
      securityHeadersConfig: {
        // Browsers keep to it for a year and for every name below the domain's, which must all speak HTTPS by then.
        // No preload: browser vendors take months to forget a domain.
        strictTransportSecurity: {
          accessControlMaxAgeSec: HSTS_SECONDS,
          includeSubdomains: true,
          preload: false,
          override: true,
        },
        // Flask names the content type of everything it serves, so there is nothing to guess.
        contentTypeOptions: { override: true },
        // Nobody frames the pages but an application that says otherwise itself.
        frameOptions: { frameOption: "DENY", override: false },
        // The one directive that needs no knowledge of the application: the page came over HTTPS, so what it loads does too, even
        // where the application builds `http:` links because it sits behind a proxy. No frame-ancestors: it would overrule
        // the application's X-Frame-Options. An application with a policy of its own keeps it.
        contentSecurityPolicy: { contentSecurityPolicy: "upgrade-insecure-requests", override: false },
        // Other sites learn the origin, never the path: it may carry a token. Browsers' default since 2020, for all of them.
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      },
      provider,
    });
    this.policyId = this.resource.id;
  }
}
