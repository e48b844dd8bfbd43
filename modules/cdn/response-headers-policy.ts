import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensureGlobalRegion } from "../shared/global-region";

export interface ResponseHeadersPolicyProps {
  /** Name of the policy. */
  readonly name: string;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/** `max-age` of HSTS, seconds: one year. OWASP recommends it, and scanners expect it. RFC 6797; OWASP, HTTP headers cheat sheet. */
const HSTS_SECONDS = 31_536_000;

/**
 * A response headers policy with security headers for any application. It does not restrict the sources of scripts, styles or
 * images, because only the application knows them.
 *
 * It replaces AWS's SecurityHeadersPolicy, which leaves the subdomains out of HSTS and adds `X-XSS-Protection: 1`. Browsers have
 * removed that filter, because attackers could use it against the page.
 */
export class ResponseHeadersPolicy extends Construct {
  /** Id of the policy. */
  readonly policyId: string;
  /** Escape hatch: the underlying `aws_cloudfront_response_headers_policy`. */
  readonly resource: CloudfrontResponseHeadersPolicy;

  constructor(scope: Construct, id: string, props: ResponseHeadersPolicyProps) {
    super(scope, id);
    const { name, provider } = props;
    ensureGlobalRegion(provider);
    this.resource = new CloudfrontResponseHeadersPolicy(this, "Resource", {
      name,
      comment: "Security headers",
      securityHeadersConfig: {
        // Browsers require HTTPS for one year, for the domain and all its subdomains. Every subdomain must support HTTPS.
        // No preload: browser vendors take months to remove a domain from the list.
        strictTransportSecurity: {
          accessControlMaxAgeSec: HSTS_SECONDS,
          includeSubdomains: true,
          preload: false,
          override: true,
        },
        // Flask sets the content type of every response, so that browsers need not guess it.
        contentTypeOptions: { override: true },
        // No site may frame the pages, unless the application sets its own header.
        frameOptions: { frameOption: "DENY", override: false },
        // This directive needs no knowledge of the application. Browsers load the page's `http:` links over HTTPS; an
        // application behind a proxy may create such links. No frame-ancestors: it would override the application's
        // X-Frame-Options. If the application sets its own policy, CloudFront keeps that one.
        contentSecurityPolicy: { contentSecurityPolicy: "upgrade-insecure-requests", override: false },
        // Other sites receive the origin only, because a path may contain a token. This is the default of browsers since 2020.
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      },
      provider,
    });
    this.policyId = this.resource.id;
  }
}
