import { SecurityGroup } from "../../../modules/security/security-group";
import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from "../../../modules/web/application-load-balancer";
import { Template } from "../../helpers/template";

const PUBLIC = ["subnet-public-a", "subnet-public-b"];
const PRIVATE = ["subnet-private-a", "subnet-private-b"];

function build(props: Partial<ApplicationLoadBalancerProps> = {}): Template {
  return Template.of((scope) => {
    const targets = new SecurityGroup(scope, "hosts", { name: "hosts", description: "Hosts", vpcId: "vpc-1" });
    const loadBalancer = new ApplicationLoadBalancer(scope, "lb", {
      name: "project-x-dev-app",
      vpcId: "vpc-1",
      exposure: "vpc-origin",
      subnetIds: { public: PUBLIC, private: PRIVATE },
      targetGroupArn: "target-group",
      logBucketName: "logs",
      deletionProtection: true,
      ...props,
    });
    loadBalancer.forwardTo(targets, 5000);
  });
}

const prefixList = (template: Template) => template.ref("data.aws_ec2_managed_prefix_list");

describe("ApplicationLoadBalancer", () => {
  describe("by default", () => {
    const template = build();

    it("refuses what could be read in two ways, and its own deletion", () => {
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

    it("keeps the viewer's address that CloudFront wrote", () => {
      template.one("aws_lb", { xff_header_processing_mode: "append" });
    });

    it("forwards HTTP on port 80, as there is no certificate", () => {
      template.one("aws_lb_listener", {
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "forward", target_group_arn: "target-group" }],
      });
    });

    it("reaches its targets on one port, and nothing else", () => {
      expect(template.reaches("lb", "hosts", 5000)).toBe(true);
      template.count("aws_vpc_security_group_egress_rule", 1);
    });

    it("is all that reaches the targets", () => {
      const targets = template.ref("aws_security_group", "hosts");
      template.one("aws_vpc_security_group_ingress_rule", {
        security_group_id: targets,
        referenced_security_group_id: template.ref("aws_security_group", "lb"),
        from_port: 5000,
        to_port: 5000,
      });
    });
  });

  describe("behind a VPC origin", () => {
    const template = build({ exposure: "vpc-origin" });

    it("is internal, in the private subnets", () => {
      template.one("aws_lb", { internal: true, subnets: PRIVATE });
    });

    it("lets CloudFront in by the list of its addresses, which exists before any VPC origin", () => {
      expect(template.reaches(prefixList(template), "lb", 80)).toBe(true);
      expect(template.resource("data.aws_ec2_managed_prefix_list").attributes).toEqual({
        name: "com.amazonaws.global.cloudfront.origin-facing",
      });
    });
  });

  describe("for CloudFront over the internet", () => {
    const template = build({ exposure: "cloudfront-only" });

    it("faces the internet, in the public subnets", () => {
      template.one("aws_lb", { internal: false, subnets: PUBLIC });
    });

    it("lets CloudFront in and nobody else", () => {
      expect(template.reaches(prefixList(template), "lb", 80)).toBe(true);
      expect(template.reaches("0.0.0.0/0", "lb", 80)).toBe(false);
    });
  });

  describe("open to the world", () => {
    const template = build({ exposure: "public", certificateArn: "certificate" });

    it("faces the internet, in the public subnets", () => {
      template.one("aws_lb", { internal: false, subnets: PUBLIC });
    });

    it("lets everybody in, on both ports", () => {
      expect(template.reaches("0.0.0.0/0", "lb", 443)).toBe(true);
      expect(template.reaches("0.0.0.0/0", "lb", 80)).toBe(true);
    });

    it("asks AWS nothing when it is planned", () => {
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
        default_action: [{ type: "forward", target_group_arn: "target-group" }],
      });
    });

    it("redirects HTTP to HTTPS and forwards none of it", () => {
      template.one("aws_lb_listener", {
        port: 80,
        default_action: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } }],
      });
    });
  });

  it.each(["vpc-origin", "cloudfront-only"] as const)(
    "names CloudFront's list once with exposure %s: it fills the group's quota of rules",
    (exposure) => {
      const template = build({ exposure, certificateArn: "certificate" });
      template.one("aws_vpc_security_group_ingress_rule", { prefix_list_id: prefixList(template), from_port: 443 });
    },
  );

  it("can be deleted where the environment says so", () => {
    build({ deletionProtection: false }).one("aws_lb", { enable_deletion_protection: false });
  });

  it("fails in one zone", () => {
    expect(() => build({ subnetIds: { public: PUBLIC, private: ["subnet-a"] } })).toThrow(
      "subnetIds must name subnets of at least 2 zones, got 1",
    );
  });
});
