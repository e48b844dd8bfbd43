import { BastionGroup, type BastionGroupProps } from "../../../modules/hosts/bastion-group";
import { Template } from "../../helpers/template";

const SUBNETS = ["subnet-a", "subnet-b", "subnet-c"];

function build(props: Partial<BastionGroupProps> = {}): Template {
  return Template.of((scope) => {
    new BastionGroup(scope, "bastions", {
      name: "project-x-dev-bastion",
      vpcId: "vpc-1",
      subnetIds: SUBNETS,
      clientSecurityGroupIds: ["sg-mysql-client"],
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("BastionGroup", () => {
  const template = build();

  it("runs two in the private subnets by default", () => {
    template.one("aws_autoscaling_group", {
      min_size: 2,
      desired_capacity: 2,
      max_size: 2,
      vpc_zone_identifier: SUBNETS,
      health_check_type: "EC2",
    });
  });

  it("has no ingress rule", () => {
    template.none("aws_vpc_security_group_ingress_rule");
  });

  it("opens HTTPS connections only, and has the client security groups", () => {
    template.one("aws_vpc_security_group_egress_rule", { from_port: 443, to_port: 443, ip_protocol: "tcp" });
    template.one("aws_launch_template", {
      network_interfaces: [{ security_groups: [template.ref("aws_security_group"), "sg-mysql-client"] }],
    });
  });

  it("has no key pair, no public address and no user data", () => {
    const attributes = template.one("aws_launch_template", {
      network_interfaces: [{ associate_public_ip_address: "false" }],
      metadata_options: { http_tokens: "required" },
    });
    expect(attributes).not.toHaveProperty("key_name");
    expect(attributes).not.toHaveProperty("user_data");
  });

  it("has only the permissions for sessions", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy);
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["Sessions"]);
    template.none("aws_iam_role_policy_attachment");
  });

  it("replaces one at a time", () => {
    template.one("aws_autoscaling_group", {
      instance_refresh: { strategy: "Rolling", preferences: { min_healthy_percentage: 50 } },
    });
  });

  it("runs the given number", () => {
    build({ count: 3 }).one("aws_autoscaling_group", { min_size: 3, max_size: 3 });
  });

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new BastionGroup(scope, "bastions", { name: "n", vpcId: "vpc-1", subnetIds: SUBNETS, sessionStatements: [] });
    });
    alone.one("aws_launch_template", { instance_type: "t3.micro" });
  });

  it("fails with a count of 0", () => {
    expect(() => build({ count: 0 })).toThrow("count must be at least 1, got 0; leave the bastions out");
  });
});
