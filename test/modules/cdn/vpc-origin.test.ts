import { VpcOrigin, type VpcOriginProps } from "../../../modules/cdn/vpc-origin";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/project-x-test-app/0123456789abcdef";

function templateOf(props: Partial<VpcOriginProps> = {}): Template {
  return Template.of((scope) => {
    new VpcOrigin(scope, "origin", {
      name: "project-x-test-app",
      loadBalancerArn: ARN,
      loadBalancerScheme: "internal",
      protocol: "https",
      provider: globalProvider(scope),
      ...props,
    });
  });
}

describe("VpcOrigin", () => {
  const template = templateOf();
  const origin = template.one("aws_cloudfront_vpc_origin");

  test("reaches the load balancer over TLS 1.2 on 443 only", () => {
    expect(origin.provider).toBe("aws.us-east-1");
    expect(origin.vpc_origin_endpoint_config).toEqual([
      expect.objectContaining({
        arn: ARN,
        http_port: 80,
        https_port: 443,
        origin_protocol_policy: "https-only",
        origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }],
      }),
    ]);
  });

  test("reaches it over HTTP only where it has no certificate", () => {
    const [config] = templateOf({ protocol: "http" }).one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
    expect(config.origin_protocol_policy).toBe("http-only");
  });

  test("is replaced, never changed, when its target changes: the new one first, under another name", () => {
    expect(origin.lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: [template.address("terraform_data")],
    });
    template.one("terraform_data", { triggers_replace: { loadBalancerArn: ARN, protocol: "https" } });
    const [{ name: https }] = origin.vpc_origin_endpoint_config;
    const [{ name: http }] = templateOf({ protocol: "http" }).one(
      "aws_cloudfront_vpc_origin",
    ).vpc_origin_endpoint_config;
    expect(https).toMatch(/^project-x-test-app-\$\{substr\(sha256\(/);
    expect(http).not.toBe(https);
  });

  test("fails on an internet-facing load balancer", () => {
    expect(() => templateOf({ loadBalancerScheme: "internet-facing" })).toThrow(
      'loadBalancerScheme must be "internal" for a VPC origin, got "internet-facing"; CloudFront reaches',
    );
  });
});
