import { Distribution, type DistributionProps } from "../../../modules/cdn/distribution";
import type { Attributes } from "../../helpers/resource";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

const LOAD_BALANCER = "project-x-test-app-1.eu-west-1.elb.amazonaws.com";
const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";

function distributionOf(props: Partial<DistributionProps> = {}): Attributes {
  return Template.of((scope) => {
    new Distribution(scope, "distribution", {
      comment: "project-x-test",
      origin: { id: "load-balancer", domainName: LOAD_BALANCER, vpcOriginId: "vo_1" },
      webAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1",
      responseHeadersPolicyId: "headers-1",
      provider: globalProvider(scope),
      ...props,
    });
  }).one("aws_cloudfront_distribution");
}

describe("Distribution", () => {
  const distribution = distributionOf();

  it("has its web ACL, in us-east-1", () => {
    expect(distribution).toMatchObject({
      provider: "aws.us-east-1",
      web_acl_id: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1",
    });
  });

  it("supports HTTP/2, HTTP/3 and IPv6, in North America and Europe by default", () => {
    expect(distribution).toMatchObject({
      enabled: true,
      http_version: "http2and3",
      is_ipv6_enabled: true,
      price_class: "PriceClass_100",
    });
  });

  it("stands alone: required props only; caches nothing and forwards the complete request", () => {
    expect(distribution.default_cache_behavior).toEqual({
      allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cached_methods: ["GET", "HEAD"],
      cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      response_headers_policy_id: "headers-1",
      target_origin_id: "load-balancer",
      viewer_protocol_policy: "redirect-to-https",
      compress: true,
    });
    expect(distribution).not.toHaveProperty("ordered_cache_behavior.0");
  });

  it("caches no errors", () => {
    expect(distribution.custom_error_response).toEqual(
      [404, 414, 500, 501, 502, 503, 504].map((error_code) => ({ error_code, error_caching_min_ttl: 0 })),
    );
  });

  it("restricts no country by default", () => {
    expect(distribution.restrictions).toEqual({ geo_restriction: { restriction_type: "none" } });
  });

  it("uses CloudFront's own certificate without a domain", () => {
    expect(distribution.viewer_certificate).toEqual({ cloudfront_default_certificate: true });
    expect(distribution).not.toHaveProperty("aliases");
  });

  it("supports the domain with TLS 1.2 or later and SNI", () => {
    const named = distributionOf({ domain: { name: "app.example.com", certificateArn: CERTIFICATE } });
    expect(named.aliases).toEqual(["app.example.com"]);
    expect(named.viewer_certificate).toEqual({
      acm_certificate_arn: CERTIFICATE,
      ssl_support_method: "sni-only",
      minimum_protocol_version: "TLSv1.2_2021",
    });
  });

  it("caches the files of an extension", () => {
    const { ordered_cache_behavior } = distributionOf({ cachedPaths: ["*.css"] });
    expect(ordered_cache_behavior).toEqual([expect.objectContaining({ path_pattern: "*.css" })]);
  });

  it("refuses a path twice, with and without the slash at the start", () => {
    expect(() => distributionOf({ cachedPaths: ["/static/*", "static/*"] })).toThrow(
      'cachedPaths[1] must be named once only, got "static/*"',
    );
  });

  it("caches a static path, and forwards the Host header but no cookies", () => {
    const { ordered_cache_behavior } = distributionOf({ cachedPaths: ["/static/*", "/favicon.ico"] });
    expect(ordered_cache_behavior.map((behavior: Attributes) => behavior.path_pattern)).toEqual([
      "/static/*",
      "/favicon.ico",
    ]);
    expect(ordered_cache_behavior[0]).toMatchObject({
      allowed_methods: ["GET", "HEAD"],
      cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      origin_request_policy_id: "bf0718e1-ba1e-49d1-88b1-f726733018ae",
      response_headers_policy_id: "headers-1",
      viewer_protocol_policy: "redirect-to-https",
    });
  });

  it.each([
    ["allow", "whitelist"],
    ["deny", "blacklist"],
  ] as const)("supports the geo restriction %s", (type, restriction_type) => {
    const { restrictions } = distributionOf({ geoRestriction: { type, countries: ["CH", "DE"] } });
    expect(restrictions).toEqual({ geo_restriction: { restriction_type, locations: ["CH", "DE"] } });
  });

  it("reaches an internal load balancer through its VPC origin", () => {
    expect(distribution.origin).toEqual([
      {
        origin_id: "load-balancer",
        domain_name: LOAD_BALANCER,
        connection_attempts: 3,
        connection_timeout: 3,
        vpc_origin_config: { vpc_origin_id: "vo_1", origin_read_timeout: 30, origin_keepalive_timeout: 5 },
      },
    ]);
  });

  it.each(["https", "http"] as const)("reaches an internet-facing load balancer over %s only", (protocol) => {
    const { origin } = distributionOf({ origin: { id: "load-balancer", domainName: LOAD_BALANCER, protocol } });
    expect(origin[0].custom_origin_config).toEqual({
      http_port: 80,
      https_port: 443,
      origin_protocol_policy: `${protocol}-only`,
      origin_ssl_protocols: ["TLSv1.2"],
      origin_read_timeout: 30,
      origin_keepalive_timeout: 5,
    });
    expect(origin[0]).not.toHaveProperty("vpc_origin_config");
  });

  it.each(["/*", "*"])("fails when the cached path %s matches every path", (path) => {
    expect(() => distributionOf({ cachedPaths: [path] })).toThrow(
      `cachedPaths[0] must not match every path, got "${path}"; use the folder of static files, e.g. /static/*`,
    );
  });

  it("fails with a duplicate path", () => {
    expect(() => distributionOf({ cachedPaths: ["/static/*", "/static/*"] })).toThrow(
      'cachedPaths[1] must be named once only, got "/static/*"',
    );
  });
});
