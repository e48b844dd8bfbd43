import { InstanceTemplate, type InstanceTemplateProps } from "../../../modules/hosts/instance-template";
import { Template } from "../../helpers/template";

function build(props: Partial<InstanceTemplateProps> = {}): Template {
  return Template.of((scope) => {
    new InstanceTemplate(scope, "template", {
      name: "project-x-dev-flask",
      instanceType: "t3.xlarge",
      instanceProfileArn: "profile",
      securityGroupIds: ["sg-1", "sg-2"],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("InstanceTemplate", () => {
  const template = build();

  it("launches the newest Amazon Linux 2023 without a change of its own", () => {
    const { image_id: image } = template.one("aws_launch_template", { instance_type: "t3.xlarge" });
    expect(image).toMatch(/^resolve:ssm:\/aws\/service\/ami-amazon-linux-latest\/al2023-/);
  });

  it("gives metadata away to sessions of the host itself only", () => {
    template.one("aws_launch_template", {
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
    });
  });

  it("has no public address and no key pair", () => {
    const attributes = template.one("aws_launch_template", {
      network_interfaces: [{ associate_public_ip_address: "false", security_groups: ["sg-1", "sg-2"] }],
    });
    expect(attributes).not.toHaveProperty("key_name");
  });

  it("has an encrypted root volume that goes with the instance", () => {
    template.one("aws_launch_template", {
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: { volume_type: "gp3", volume_size: 8, encrypted: "true", delete_on_termination: "true" },
        },
      ],
    });
  });

  it("carries its role and reports every minute", () => {
    template.one("aws_launch_template", { iam_instance_profile: { arn: "profile" }, monitoring: { enabled: true } });
  });

  it("tags what a group's tags do not reach", () => {
    const { tag_specifications: specifications } = template.one("aws_launch_template");
    const tags = { Environment: "Dev", Name: "project-x-dev-flask" };
    expect(specifications).toEqual([
      { resource_type: "volume", tags },
      { resource_type: "network-interface", tags },
    ]);
  });

  it("has no user data by default", () => {
    expect(template.one("aws_launch_template")).not.toHaveProperty("user_data");
  });

  it("takes user data and a larger volume", () => {
    build({ userData: "aGk=", rootVolumeGiB: 30 }).one("aws_launch_template", {
      user_data: "aGk=",
      block_device_mappings: [{ ebs: { volume_size: 30 } }],
    });
  });

  it("launches the image of a Graviton type's architecture", () => {
    const { image_id: image } = build({ instanceType: "t4g.small" }).one("aws_launch_template");
    expect(image).toMatch(/-arm64$/);
  });

  it("fails when the image would not fit", () => {
    expect(() => build({ rootVolumeGiB: 7 })).toThrow("rootVolumeGiB must be at least 8, got 7");
  });

  it("fails without a security group: EC2 would take the VPC's default one", () => {
    expect(() => build({ securityGroupIds: [] })).toThrow("securityGroupIds must hold at least 1 group, got 0");
  });
});
