import { type EnvironmentInput, parseEnvironment } from "../../../config/schema";
import { ThreeTierEdgeStack } from "../../../stacks/three-tier/edge-stack";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";

const ZONES = [
  { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
  { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
];
const DOMAIN = { name: "app.example.com", hostedZone: { create: "example.com" } };
const LOAD_BALANCER = "project-x-test-app-1.eu-west-1.elb.amazonaws.com";
const LOAD_BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/project-x-test-app/1";

type Exposure = "vpc-origin" | "cloudfront-only" | "public";
type Section = NonNullable<EnvironmentInput["threeTier"]>;

interface Case {
  readonly exposure?: Exposure;
  readonly scheme?: "internal" | "internet-facing";
  readonly domain?: boolean;
  readonly section?: Partial<Section>;
}

function templateOf({ exposure = "vpc-origin", domain = false, scheme, section }: Case = {}): Template {
  const environment = parseEnvironment(
    {
      name: "test",
      accountId: "111111111111",
      region: "eu-west-1",
      threeTier: {
        network: { zones: ZONES, ...(domain ? { domain: DOMAIN } : {}) },
        app: { loadBalancer: { exposure } },
        ...section,
      },
    },
    "config/test.ts",
  );
  const config = environment.threeTier;
  if (!config) {
    throw new Error("the environment has a three-tier section");
  }
  return Template.fromStack(
    new ThreeTierEdgeStack(testApp(), "test-three-tier-edge", {
      environment,
      config,
      network: { hostedZoneId: domain ? "Z0123456789ABC" : undefined },
      app: {
        loadBalancerArn: LOAD_BALANCER_ARN,
        loadBalancerDnsName: LOAD_BALANCER,
        loadBalancerScheme: scheme ?? (exposure === "vpc-origin" ? "internal" : "internet-facing"),
        originProtocol: domain ? "https" : "http",
      },
    }),
  );
}

/** What Terraform itself keeps, and what Route 53 keeps for the whole world. */
const WITHOUT_REGION = ["terraform_data", "aws_route53_record"];

describe("ThreeTierEdgeStack", () => {
  describe("without a domain", () => {
    const template = templateOf();

    test("keeps the home region for its default provider and us-east-1 for all of CloudFront", () => {
      expect(template.provider("aws").region).toBe("eu-west-1");
      expect(template.provider("aws", "us-east-1")).toMatchObject({
        region: "us-east-1",
        allowed_account_ids: ["111111111111"],
      });
      const elsewhere = template.resources.filter(
        ({ type, attributes }) => !WITHOUT_REGION.includes(type) && attributes.provider !== "aws.us-east-1",
      );
      expect(elsewhere.map(({ path }) => path)).toEqual([]);
    });

    test("reaches the internal load balancer through a VPC origin, over HTTP", () => {
      const [endpoint] = template.one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
      expect(endpoint).toMatchObject({ arn: LOAD_BALANCER_ARN, origin_protocol_policy: "http-only" });
      const { origin } = template.one("aws_cloudfront_distribution");
      expect(origin).toEqual([
        expect.objectContaining({
          domain_name: LOAD_BALANCER,
          vpc_origin_config: expect.objectContaining({ vpc_origin_id: template.ref("aws_cloudfront_vpc_origin") }),
        }),
      ]);
    });

    test("has neither certificate nor records; CloudFront's name is the address", () => {
      template.none("aws_acm_certificate");
      template.none("aws_route53_record");
      const name = template.ref("aws_cloudfront_distribution", undefined, "domain_name");
      expect(template.output("url")).toBe(`https://${name}`);
      expect(template.output("distribution_domain_name")).toBe(name);
      expect(template.output("distribution_id")).toBe(template.ref("aws_cloudfront_distribution"));
    });

    test("puts web ACL and security headers in front", () => {
      template.one("aws_cloudfront_distribution", {
        web_acl_id: template.ref("aws_wafv2_web_acl", undefined, "arn"),
        default_cache_behavior: {
          response_headers_policy_id: template.ref("aws_cloudfront_response_headers_policy"),
        },
      });
    });

    test("encrypts both logs with one key that only their services and this account use", () => {
      const key = template.ref("aws_kms_key", undefined, "arn");
      template.one("aws_cloudwatch_log_group", { kms_key_id: key, retention_in_days: 365 });
      const { rule } = template.one("aws_s3_bucket_server_side_encryption_configuration");
      expect(rule[0].apply_server_side_encryption_by_default.kms_master_key_id).toBe(key);
      const { Statement } = JSON.parse(template.one("aws_kms_key").policy);
      expect(Statement.map(({ Principal }: { Principal: unknown }) => Principal)).toEqual([
        { AWS: "arn:aws:iam::111111111111:root" },
        { Service: "logs.us-east-1.amazonaws.com" },
        { Service: "delivery.logs.amazonaws.com" },
      ]);
      template.one("aws_kms_alias", { name: "alias/project-x-test-edge" });
    });

    test("logs every request to a bucket that a destroy leaves alone", () => {
      template.one("aws_cloudwatch_log_delivery_source", {
        resource_arn: template.ref("aws_cloudfront_distribution", undefined, "arn"),
      });
      template.one("aws_s3_bucket", { bucket: "project-x-test-edge-logs-111111111111", force_destroy: false });
    });
  });

  describe("with a domain", () => {
    const template = templateOf({ domain: true });

    test("serves the name with a certificate of us-east-1, once that is issued", () => {
      template.one("aws_acm_certificate", { domain_name: "app.example.com", provider: "aws.us-east-1" });
      template.one("aws_cloudfront_distribution", {
        aliases: ["app.example.com"],
        viewer_certificate: {
          acm_certificate_arn: template.ref("aws_acm_certificate_validation", undefined, "certificate_arn"),
          minimum_protocol_version: "TLSv1.2_2021",
        },
      });
    });

    test("leaves the validation record to the app stack and adds the addresses", () => {
      const records = template.all("aws_route53_record", { zone_id: "Z0123456789ABC", name: "app.example.com" });
      expect(records.map(({ type }) => type)).toEqual(["A", "AAAA"]);
      expect(template.output("url")).toBe("https://app.example.com");
    });

    test("reaches the load balancer over HTTPS", () => {
      const [endpoint] = template.one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
      expect(endpoint.origin_protocol_policy).toBe("https-only");
    });
  });

  describe.each(["cloudfront-only", "public"] as const)("with exposure %s", (exposure) => {
    test.each([
      [true, "https-only"],
      [false, "http-only"],
    ])("reaches the load balancer by its name (domain %s: %s)", (domain, origin_protocol_policy) => {
      const template = templateOf({ exposure, domain });
      template.none("aws_cloudfront_vpc_origin");
      const { origin } = template.one("aws_cloudfront_distribution");
      expect(origin).toEqual([
        expect.objectContaining({
          domain_name: LOAD_BALANCER,
          custom_origin_config: expect.objectContaining({ origin_protocol_policy }),
        }),
      ]);
    });
  });

  test("takes cached paths, countries, price class, limit and retention from the configuration", () => {
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

  test("fails when a VPC origin is asked for a load balancer that faces the internet", () => {
    expect(() => templateOf({ scheme: "internet-facing" })).toThrow(
      'loadBalancer.scheme must be "internal" for a VPC origin, got "internet-facing"',
    );
  });
});
