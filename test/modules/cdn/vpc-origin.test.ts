import { VpcOrigin, type VpcOriginProps } from "../../../modules/cdn/vpc-origin";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

const ARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/project-x-test-app/0123456789abcdef";

function templateOf(changed: Partial<VpcOriginProps["loadBalancer"]> = {}): Template {
  return Template.of((scope) => {
    new VpcOrigin(scope, "origin", {
      name: "project-x-test-app",
      loadBalancer: { arn: ARN, scheme: "internal", protocol: "https", ...changed },
      provider: globalProvider(scope),
    });
  });
}

describe("VpcOrigin", () => {
  const template = templateOf();
  const origin = template.one("aws_cloudfront_vpc_origin");

  it("stands alone: required props only; reaches the load balancer over TLS 1.2 on port 443", () => {
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

  it("reaches a load balancer without a certificate over HTTP", () => {
    const [config] = templateOf({ protocol: "http" }).one("aws_cloudfront_vpc_origin").vpc_origin_endpoint_config;
    expect(config.origin_protocol_policy).toBe("http-only");
  });

  it("is replaced when its target changes, with another name and the new one first", () => {
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

  it("fails with an internet-facing load balancer", () => {
    expect(() => templateOf({ scheme: "internet-facing" })).toThrow(
      'loadBalancer.scheme must be "internal" for a VPC origin, got "internet-facing"; for an internet-facing',
    );
  });
});
