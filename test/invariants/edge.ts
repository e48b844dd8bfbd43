import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, remote } from "./rule";

/** The only region whose certificates and web ACLs CloudFront accepts. CloudFront developer guide. */
const GLOBAL = "us-east-1";

export const EDGE: readonly Rule[] = [
  {
    rule: "the certificate and the web ACL of a distribution are in us-east-1",
    check: each("aws_cloudfront_distribution", (distribution, estate) => {
      const { viewer_certificate, web_acl_id } = distribution.attributes;
      const certificates = blocks(viewer_certificate).map(({ acm_certificate_arn }) => acm_certificate_arn);
      const wrong = [...certificates, web_acl_id]
        .filter((reference) => reference !== undefined)
        .map((reference) => estate.follow(distribution.stack, reference))
        .filter((found) => !found || regionOf(found) !== GLOBAL);
      return wrong.length > 0 ? `must use resources of ${GLOBAL}, got ${wrong.map(show).join(", ")}` : undefined;
    }),
    good: distribution("aws.us-east-1"),
    bad: { "one of the region": distribution(undefined) },
  },
  {
    rule: "a web ACL of scope CLOUDFRONT is in us-east-1, one of scope REGIONAL in the region of the resource that it protects",
    check: each("aws_wafv2_web_acl", (acl) =>
      acl.attributes.scope === "CLOUDFRONT" && regionOf(acl) !== GLOBAL
        ? `must use a provider of ${GLOBAL}`
        : undefined,
    ),
    good: withProviders({ aws_wafv2_web_acl: { it: { scope: "CLOUDFRONT", provider: "aws.us-east-1" } } }),
    bad: { "the home region": withProviders({ aws_wafv2_web_acl: { it: { scope: "CLOUDFRONT" } } }) },
  },
  {
    // CloudFront developer guide, "Restrict access with VPC origins", prerequisites.
    rule: "a VPC origin has an internal load balancer in a VPC with an internet gateway",
    check: each("aws_cloudfront_vpc_origin", (origin, estate) => {
      const arns = blocks(origin.attributes.vpc_origin_endpoint_config).map(({ arn }) => arn);
      const balancers = arns.map((arn) => estate.follow(origin.stack, arn));
      return balancers.length > 0 && balancers.every((balancer) => balancer && isReachable(balancer, estate))
        ? undefined
        : "must refer to an internal load balancer in a VPC with an internet gateway";
    }),
    good: vpcOrigin({ internal: true }, "vpc"),
    bad: {
      "an internet-facing load balancer": vpcOrigin({ internal: false }, "vpc"),
      "a VPC without a gateway": vpcOrigin({ internal: true }, "other"),
      "an unknown load balancer": {
        edge: { resource: { aws_cloudfront_vpc_origin: { it: { vpc_origin_endpoint_config: { arn: "arn:x" } } } } },
      },
    },
  },
  {
    rule: "a distribution requires HTTPS with TLS 1.2 or later from viewers",
    check: each("aws_cloudfront_distribution", ({ attributes }) => {
      const { viewer_certificate, default_cache_behavior, ordered_cache_behavior } = attributes;
      const own = blocks(viewer_certificate).filter(({ acm_certificate_arn }) => acm_certificate_arn);
      const behaviors = [...blocks(default_cache_behavior), ...blocks(ordered_cache_behavior)];
      const old = own.some(({ minimum_protocol_version: version }) => !/^TLSv1\.[23]_20\d\d$/.test(version));
      const plain = behaviors.some(({ viewer_protocol_policy: policy }) => policy === "allow-all");
      return old || plain ? "must redirect to HTTPS and require TLSv1.2_2021 or later from viewers" : undefined;
    }),
    good: distribution("aws.us-east-1", "redirect-to-https", "TLSv1.2_2021"),
    bad: {
      "plain HTTP": distribution("aws.us-east-1", "allow-all", "TLSv1.2_2021"),
      "TLS 1.0": distribution("aws.us-east-1", "https-only", "TLSv1_2016"),
      "CloudFront's default": distribution("aws.us-east-1", "https-only"),
    },
  },
  {
    // The name of every destination must have this prefix. WAF developer guide, "Sending web ACL traffic logs".
    rule: "a web ACL logs to a group whose name WAF accepts",
    check: each("aws_wafv2_web_acl_logging_configuration", ({ stack, attributes }, estate) => {
      const names = (attributes.log_destination_configs ?? []).map(
        (destination: string) => estate.follow(stack, destination)?.attributes.name,
      );
      return names.length > 0 && names.every((name: unknown) => String(name).startsWith("aws-waf-logs-"))
        ? undefined
        : `must log to aws-waf-logs-..., got ${names.join(", ") || "nothing"}`;
    }),
    good: webAclLog("aws-waf-logs-app"),
    bad: { "another name": webAclLog("/app/waf") },
  },
];

function isReachable({ stack, attributes }: Found, estate: Estate): boolean {
  const gateways = estate.resources("aws_internet_gateway");
  const vpcs = (attributes.subnets ?? []).map((reference: string) => {
    const subnet = estate.follow(stack, reference);
    return subnet && estate.follow(subnet.stack, subnet.attributes.vpc_id);
  });
  const hasGateway = (vpc: Found | undefined) =>
    gateways.some((gateway) => isSame(vpc, estate.follow(gateway.stack, gateway.attributes.vpc_id)));
  return attributes.internal === true && vpcs.length > 0 && vpcs.every(hasGateway);
}

function isSame(one: Found | undefined, other: Found | undefined): boolean {
  return one !== undefined && one.stack === other?.stack && one.address === other.address;
}

function show(found: Found | undefined): string {
  return found ? `${found.address} in ${regionOf(found)}` : "an unknown resource";
}

function withProviders(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Fixture {
  const providers = [{ region: "eu-west-1" }, { region: GLOBAL, alias: GLOBAL }];
  return { stack: { provider: { aws: providers }, resource } };
}

function distribution(provider: string | undefined, policy = "https-only", version?: string): Fixture {
  return withProviders({
    aws_acm_certificate: { it: { domain_name: "app.example.com", ...(provider ? { provider } : {}) } },
    aws_cloudfront_distribution: {
      it: {
        viewer_certificate: { acm_certificate_arn: "${aws_acm_certificate.it.arn}", minimum_protocol_version: version },
        default_cache_behavior: { viewer_protocol_policy: policy },
      },
    },
  });
}

/** An origin, its load balancer and its network in three stacks; the gateway is attached to `gatewayVpc`. */
function vpcOrigin(balancer: Attributes, gatewayVpc: string): Fixture {
  return {
    network: {
      output: { subnet: { value: "${aws_subnet.it.id}" } },
      resource: {
        aws_vpc: { vpc: {}, other: {} },
        aws_subnet: { it: { vpc_id: "${aws_vpc.vpc.id}" } },
        aws_internet_gateway: { it: { vpc_id: `\${aws_vpc.${gatewayVpc}.id}` } },
      },
    },
    app: {
      output: { arn: { value: "${aws_lb.it.arn}" } },
      resource: { aws_lb: { it: { subnets: [remote("network", "subnet")], ...balancer } } },
    },
    edge: {
      resource: { aws_cloudfront_vpc_origin: { it: { vpc_origin_endpoint_config: { arn: remote("app", "arn") } } } },
    },
  };
}

function webAclLog(name: string): Fixture {
  return {
    stack: {
      resource: {
        aws_cloudwatch_log_group: { it: { name } },
        aws_wafv2_web_acl_logging_configuration: {
          it: { log_destination_configs: ["${aws_cloudwatch_log_group.it.arn}"] },
        },
      },
    },
  };
}
