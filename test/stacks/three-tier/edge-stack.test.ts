import type { EnvironmentInput } from "../../../config/schema";
import { ThreeTierEdgeStack } from "../../../stacks/three-tier/edge-stack";
import type { Overrides } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";
import { networkFacts, threeTierEnvironment } from "../../helpers/three-tier";

const DNS_NAME = "project-x-dev-app-1.eu-west-1.elb.amazonaws.com";
const LOAD_BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/project-x-dev-app/1";

interface Case {
  readonly scheme?: "internal" | "internet-facing";
  readonly domain?: boolean;
  readonly section?: Overrides<NonNullable<EnvironmentInput["threeTier"]>>;
}

function templateOf({ domain = false, scheme = "internal", section }: Case = {}): Template {
  const protocol = domain ? ("https" as const) : ("http" as const);
  return Template.fromStack(
    new ThreeTierEdgeStack(testApp(), "dev-three-tier-edge", {
      ...threeTierEnvironment(section),
      network: networkFacts(domain),
      app: { loadBalancer: { arn: LOAD_BALANCER_ARN, dnsName: DNS_NAME, scheme, protocol } },
    }),
  );
}

/** Resources without a Region: those of Terraform itself and of Route 53. */
const WITHOUT_REGION = ["terraform_data", "aws_route53_record"];

describe("ThreeTierEdgeStack", () => {
  describe("without a domain", () => {
    const template = templateOf();

    it("has the home Region in its default provider, and all resources of CloudFront in us-east-1", () => {
      expect(template.provider("aws").region).toBe("eu-west-1");
      expect(template.provider("aws", "us-east-1")).toMatchObject({
        region: "us-east-1",
        allowed_account_ids: ["123456789012"],
      });
      const elsewhere = template.resources.filter(
        ({ type, attributes }) => !WITHOUT_REGION.includes(type) && attributes.provider !== "aws.us-east-1",
      );
      expect(elsewhere.map(({ path }) => path)).toEqual([]);
    });

    it("reaches the internal load balancer through a VPC origin, over HTTP", () => {
      const [endpoint] = template.one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
      expect(endpoint).toMatchObject({ arn: LOAD_BALANCER_ARN, origin_protocol_policy: "http-only" });
      const { origin } = template.one("aws_cloudfront_distribution");
      expect(origin).toEqual([
        expect.objectContaining({
          domain_name: DNS_NAME,
          vpc_origin_config: expect.objectContaining({ vpc_origin_id: template.ref("aws_cloudfront_vpc_origin") }),
        }),
      ]);
    });

    it("has neither certificate nor records, and the URL has CloudFront's name", () => {
      template.none("aws_acm_certificate");
      template.none("aws_route53_record");
      const name = template.ref("aws_cloudfront_distribution", undefined, "domain_name");
      expect(template.output("url")).toBe(`https://${name}`);
      expect(template.output("distribution_domain_name")).toBe(name);
      expect(template.output("distribution_id")).toBe(template.ref("aws_cloudfront_distribution"));
    });

    it("has a web ACL and security headers", () => {
      template.one("aws_cloudfront_distribution", {
        web_acl_id: template.ref("aws_wafv2_web_acl", undefined, "arn"),
        default_cache_behavior: {
          response_headers_policy_id: template.ref("aws_cloudfront_response_headers_policy"),
        },
      });
    });

    it("encrypts both logs with one key, for their services and this account only", () => {
      const key = template.ref("aws_kms_key", undefined, "arn");
      template.one("aws_cloudwatch_log_group", { kms_key_id: key, retention_in_days: 365 });
      const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration");
      expect(rule[0].apply_server_side_encryption_by_default.kms_master_key_id).toBe(key);
      const { Statement } = JSON.parse(template.one("aws_kms_key").policy);
      expect(Statement.map(({ Principal }: { Principal: unknown }) => Principal)).toEqual([
        { AWS: "arn:aws:iam::123456789012:root" },
        { Service: "logs.us-east-1.amazonaws.com" },
        { Service: "delivery.logs.amazonaws.com" },
      ]);
      template.one("aws_kms_alias", { name: "alias/project-x-dev-edge" });
    });

    it("logs every request to a bucket that destroy does not delete", () => {
      template.one("aws_cloudwatch_log_delivery_source", {
        resource_arn: template.ref("aws_cloudfront_distribution", undefined, "arn"),
      });
      template.one("aws_s3_bucket", { bucket: "project-x-dev-edge-logs-123456789012", force_destroy: false });
    });
  });

  describe("with a domain", () => {
    const template = templateOf({ domain: true });

    it("uses an issued certificate in us-east-1 for the domain", () => {
      template.one("aws_acm_certificate", { domain_name: "app.example.com", provider: "aws.us-east-1" });
      template.one("aws_cloudfront_distribution", {
        aliases: ["app.example.com"],
        viewer_certificate: {
          acm_certificate_arn: template.ref("aws_acm_certificate_validation", undefined, "certificate_arn"),
          minimum_protocol_version: "TLSv1.2_2021",
        },
      });
    });

    it("adds the alias records, without the validation record of the app stack", () => {
      const records = template.all("aws_route53_record", { zone_id: "Z0123456789ABC", name: "app.example.com" });
      expect(records.map(({ type }) => type)).toEqual(["A", "AAAA"]);
      expect(template.output("url")).toBe("https://app.example.com");
    });

    it("reaches the load balancer over HTTPS", () => {
      const [endpoint] = template.one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
      expect(endpoint.origin_protocol_policy).toBe("https-only");
    });
  });

  describe("with an internet-facing load balancer", () => {
    it.each([
      [true, "https-only"],
      [false, "http-only"],
    ])("reaches it by its DNS name (domain %s: %s)", (domain, origin_protocol_policy) => {
      const template = templateOf({ scheme: "internet-facing", domain });
      template.none("aws_cloudfront_vpc_origin");
      const { origin } = template.one("aws_cloudfront_distribution");
      expect(origin).toEqual([
        expect.objectContaining({
          domain_name: DNS_NAME,
          custom_origin_config: expect.objectContaining({ origin_protocol_policy }),
        }),
      ]);
    });
  });

  it("uses the cached paths, countries, price class, limit and retention of the configuration", () => {
    const template = templateOf({
      section: {
        deletionProtection: false,
        logRetentionInDays: 30,
        edge: {
          cachedPaths: ["/static/*"],
          geoRestriction: { type: "deny", countries: ["AQ"] },
          priceClass: "PriceClass_All",
          requestsPer5Minutes: 500,
        },
      },
    });
    const distribution = template.one("aws_cloudfront_distribution", {
      price_class: "PriceClass_All",
      restrictions: { geo_restriction: { restriction_type: "blacklist", locations: ["AQ"] } },
    });
    expect(distribution.ordered_cache_behavior).toHaveLength(1);
    expect(template.one("aws_wafv2_web_acl").rule[0].statement.rate_based_statement.limit).toBe(500);
    template.one("aws_cloudwatch_log_group", { retention_in_days: 30 });
    template.one("aws_s3_bucket", { force_destroy: true });
  });
});
