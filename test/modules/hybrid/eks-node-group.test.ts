import { EksNodeGroup, type EksNodeGroupProps } from "../../../modules/hybrid/eks-node-group";
import { Template } from "../../helpers/template";

function build(props: Partial<EksNodeGroupProps> = {}): Template {
  return Template.of((scope) => {
    new EksNodeGroup(scope, "nodes", {
      name: "sample-nodes",
      region: "us-east-1",
      cluster: "sample",
      clusterSecurityGroupId: "sg-1",
      subnetId: "subnet-1",
      ranges: ["192.168.0.0/16", "172.16.0.0/12"],
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      topicArn: "arn:aws:sns:us-east-1:123456789012:sample",
      ...props,
    });
  });
}

describe("EksNodeGroup", () => {
  const template = build();

  it("stands alone: required props only, with types that every Local Zone has", () => {
    template.one("aws_eks_node_group", {
      cluster_name: "sample",
      subnet_ids: ["subnet-1"],
      instance_types: ["t3.medium"],
      ami_type: "AL2023_x86_64_STANDARD",
      scaling_config: { min_size: 2, desired_size: 2, max_size: 4 },
    });
    template.one("aws_launch_template", {
      block_device_mappings: [{ ebs: { volume_type: "gp2", volume_size: 20, encrypted: "true" } }],
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    });
  });

  it("creates nodes only after their role has the policies that EKS requires", () => {
    const policies = template.all("aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn);
    expect(policies).toContain("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy");
    expect(template.one("aws_eks_node_group").depends_on).toHaveLength(policies.length);
  });

  it("attaches the cluster's security group and no public address, and leaves image and user data to EKS", () => {
    const launched = template.one("aws_launch_template", {
      network_interfaces: [{ associate_public_ip_address: "false", security_groups: ["sg-1"] }],
    });
    for (const field of ["image_id", "user_data", "vpc_security_group_ids", "instance_type"]) {
      expect(launched).not.toHaveProperty(field);
    }
  });

  it("lets the site connect to the port of the nodes", () => {
    template.count("aws_vpc_security_group_ingress_rule", 2);
    template.all("aws_vpc_security_group_ingress_rule", {
      security_group_id: "sg-1",
      from_port: 30_080,
      to_port: 30_080,
    });
  });

  it("pages when a node fails or none runs", () => {
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "StatusCheckFailed", treat_missing_data: "breaching" });
  });

  it("uses the image of the instance type's architecture", () => {
    build({ instanceType: "m6g.large" }).one("aws_eks_node_group", { ami_type: "AL2023_ARM_64_STANDARD" });
  });

  it("fails when the minimum exceeds the maximum", () => {
    expect(() => build({ capacity: { min: 5 } })).toThrow("capacity.min must be at most max (4), got 5");
  });
});
