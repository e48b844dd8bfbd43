import { BastionGroup, type BastionGroupProps } from "../../../modules/hosts/bastion-group";
import { Template } from "../../helpers/template";

const SUBNETS = ["subnet-a", "subnet-b", "subnet-c"];

function build(props: Partial<BastionGroupProps> = {}): Template {
  return Template.of((scope) => {
    new BastionGroup(scope, "bastions", {
      name: "project-x-dev-bastion",
      vpcId: "vpc-1",
      subnetIds: SUBNETS,
      instanceType: "t3.micro",
      count: 2,
      clientSecurityGroupIds: ["sg-mysql-client"],
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("BastionGroup", () => {
  const template = build();

  it("keeps two running over the private subnets", () => {
    template.one("aws_autoscaling_group", {
      min_size: 2,
      desired_capacity: 2,
      max_size: 2,
      vpc_zone_identifier: SUBNETS,
      health_check_type: "EC2",
    });
  });

  it("lets nobody in", () => {
    template.none("aws_vpc_security_group_ingress_rule");
  });

  it("goes out to AWS by HTTPS only, and to the database as one of its clients", () => {
    template.one("aws_vpc_security_group_egress_rule", { from_port: 443, to_port: 443, ip_protocol: "tcp" });
    template.one("aws_launch_template", {
      network_interfaces: [{ security_groups: [template.ref("aws_security_group"), "sg-mysql-client"] }],
    });
  });

  it("has no key pair, no public address and nothing installed", () => {
    const attributes = template.one("aws_launch_template", {
      network_interfaces: [{ associate_public_ip_address: "false" }],
      metadata_options: { http_tokens: "required" },
    });
    expect(attributes).not.toHaveProperty("key_name");
    expect(attributes).not.toHaveProperty("user_data");
  });

  it("may do nothing but have sessions opened on it", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy);
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["Sessions"]);
    template.none("aws_iam_role_policy_attachment");
  });

  it("is replaced one at a time", () => {
    template.one("aws_autoscaling_group", {
      instance_refresh: { strategy: "Rolling", preferences: { min_healthy_percentage: 50 } },
    });
  });

  it("runs as many as it is told", () => {
    build({ count: 3 }).one("aws_autoscaling_group", { min_size: 3, max_size: 3 });
  });

  it("fails with none", () => {
    expect(() => build({ count: 0 })).toThrow("count must be at least 1, got 0; leave the bastions out");
  });
});
