import { SecurityGroup } from "../../../modules/security/security-group";
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../modules/web/application-load-balancer";
import { HttpTargetGroup } from "../../../modules/web/http-target-group";
import { Template } from "../../helpers/template";

const PUBLIC = ["subnet-public-a", "subnet-public-b"];
const PRIVATE = ["subnet-private-a", "subnet-private-b"];

function build(props: Partial<ApplicationLoadBalancerProps> = {}): Template {
  return Template.of((scope) => {
    const targets = new SecurityGroup(scope, "hosts", { name: "hosts", description: "Hosts", vpcId: "vpc-1" });
    const loadBalancer = new ApplicationLoadBalancer(scope, "lb", {
      name: "project-x-dev-app",
      vpcId: "vpc-1",
      subnetIds: { public: PUBLIC, private: PRIVATE },
      targetGroup: new HttpTargetGroup(scope, "targets", { name: "flask", vpcId: "vpc-1", port: 5000 }),
      logBucketName: "logs",
      ...props,
    });
    loadBalancer.forwardTo(targets);
  });
}

const targetGroup = (template: Template) => template.ref("aws_lb_target_group", undefined, "arn");
const prefixList = (template: Template) => template.ref("data.aws_ec2_managed_prefix_list");

describe("ApplicationLoadBalancer", () => {
  describe("by default", () => {
    const template = build();

    it("refuses ambiguous requests and its own deletion", () => {
      template.one("aws_lb", {
        load_balancer_type: "application",
        drop_invalid_header_fields: true,
        desync_mitigation_mode: "strictest",
        enable_deletion_protection: true,
      });
    });

    it("logs every request", () => {
      template.one("aws_lb", { access_logs: { bucket: "logs", enabled: true } });
    });

    it("appends to X-Forwarded-For, so that the viewer's address is kept", () => {
      template.one("aws_lb", { xff_header_processing_mode: "append" });
    });

    it("forwards HTTP on port 80 without a certificate", () => {
      template.one("aws_lb_listener", {
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "forward", target_group_arn: targetGroup(template) }],
      });
    });

    it("reaches its targets on the port of the target group only", () => {
      expect(template.reaches("lb", "hosts", 5000)).toBe(true);
      template.count("aws_vpc_security_group_egress_rule", 1);
    });

    it("is the only peer that reaches the targets", () => {
      const targets = template.ref("aws_security_group", "hosts");
      template.one("aws_vpc_security_group_ingress_rule", {
        security_group_id: targets,
        referenced_security_group_id: template.ref("aws_security_group", "lb"),
        from_port: 5000,
        to_port: 5000,
      });
    });
  });

  describe("with exposure vpc-origin", () => {
    const template = build({ exposure: "vpc-origin" });

    it("is internal, in the private subnets", () => {
      template.one("aws_lb", { internal: true, subnets: PRIVATE });
    });

    it("allows CloudFront by its prefix list, which exists before the VPC origin", () => {
      expect(template.reaches(prefixList(template), "lb", 80)).toBe(true);
      expect(template.resource("data.aws_ec2_managed_prefix_list").attributes).toEqual({
        name: "com.amazonaws.global.cloudfront.origin-facing",
      });
    });
  });

  describe("with exposure cloudfront-only", () => {
    const template = build({ exposure: "cloudfront-only" });

    it("is internet-facing, in the public subnets", () => {
      template.one("aws_lb", { internal: false, subnets: PUBLIC });
    });

    it("allows CloudFront only", () => {
      expect(template.reaches(prefixList(template), "lb", 80)).toBe(true);
      expect(template.reaches("0.0.0.0/0", "lb", 80)).toBe(false);
    });
  });

  describe("with exposure public", () => {
    const template = build({ exposure: "public", certificateArn: "certificate" });

    it("is internet-facing, in the public subnets", () => {
      template.one("aws_lb", { internal: false, subnets: PUBLIC });
    });

    it("allows every address on both ports", () => {
      expect(template.reaches("0.0.0.0/0", "lb", 443)).toBe(true);
      expect(template.reaches("0.0.0.0/0", "lb", 80)).toBe(true);
    });

    it("needs no data source", () => {
      expect(template.dataSources).toEqual([]);
    });
  });

  describe("with a certificate", () => {
    const template = build({ certificateArn: "certificate" });

    it("forwards HTTPS, TLS 1.2 or later", () => {
      template.one("aws_lb_listener", {
        port: 443,
        protocol: "HTTPS",
        certificate_arn: "certificate",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        default_action: [{ type: "forward", target_group_arn: targetGroup(template) }],
      });
    });

    it("redirects HTTP to HTTPS", () => {
      template.one("aws_lb_listener", {
        port: 80,
        default_action: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } }],
      });
    });
  });

  it.each(["vpc-origin", "cloudfront-only"] as const)(
    "uses CloudFront's prefix list once with exposure %s, because it fills the quota of rules",
    (exposure) => {
      const template = build({ exposure, certificateArn: "certificate" });
      template.one("aws_vpc_security_group_ingress_rule", { prefix_list_id: prefixList(template), from_port: 443 });
    },
  );

  it("can be deleted with deletionProtection false", () => {
    build({ deletionProtection: false }).one("aws_lb", { enable_deletion_protection: false });
  });

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new ApplicationLoadBalancer(scope, "lb", {
        name: "n",
        vpcId: "vpc-1",
        subnetIds: { public: PUBLIC, private: PRIVATE },
        targetGroup: new HttpTargetGroup(scope, "targets", { name: "t", vpcId: "vpc-1", port: 8080 }),
        logBucketName: "logs",
      });
    });
    alone.one("aws_lb", { internal: true, enable_deletion_protection: true });
  });

  it("fails when the expected scheme differs from that of the exposure", () => {
    expect(() => build({ scheme: "internet-facing" })).toThrow(
      'scheme must be "internal" when exposure is "vpc-origin", got "internet-facing"',
    );
    expect(() => build({ scheme: "internal" })).not.toThrow();
  });

  it("fails in one zone", () => {
    expect(() => build({ subnetIds: { public: PUBLIC, private: ["subnet-a"] } })).toThrow(
      "subnetIds must name subnets of at least 2 zones, got 1",
    );
  });
});
