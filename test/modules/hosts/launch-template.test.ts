import { LaunchTemplate, type LaunchTemplateProps } from "../../../modules/hosts/launch-template";
import { Template } from "../../helpers/template";

function build(props: Partial<LaunchTemplateProps> = {}): Template {
  return Template.of((scope) => {
    new LaunchTemplate(scope, "template", {
      name: "project-x-dev-flask",
      instanceType: "t3.xlarge",
      instanceProfileArn: "profile",
      securityGroupIds: ["sg-1", "sg-2"],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("LaunchTemplate", () => {
  const template = build();

  it("resolves the latest Amazon Linux 2023 image at launch", () => {
    const { image_id: image } = template.one("aws_launch_template", { instance_type: "t3.xlarge" });
    expect(image).toMatch(/^resolve:ssm:\/aws\/service\/ami-amazon-linux-latest\/al2023-/);
  });

  it("launches another image with its own root device", () => {
    const image = { ami: "ami-0123456789abcdef0", rootDevice: "/dev/sda1" };
    build({ image }).one("aws_launch_template", {
      image_id: "ami-0123456789abcdef0",
      block_device_mappings: [{ device_name: "/dev/sda1", ebs: { encrypted: "true" } }],
    });
  });

  it("requires IMDSv2 with one hop", () => {
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

  it("has an encrypted root volume, deleted with the instance", () => {
    template.one("aws_launch_template", {
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: { volume_type: "gp3", volume_size: 8, encrypted: "true", delete_on_termination: "true" },
        },
      ],
    });
  });

  it("has its instance profile and detailed monitoring", () => {
    template.one("aws_launch_template", { iam_instance_profile: { arn: "profile" }, monitoring: { enabled: true } });
  });

  it("tags volumes and network interfaces", () => {
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

  it("accepts user data and a larger volume", () => {
    build({ userData: "aGk=", rootVolumeGiB: 30 }).one("aws_launch_template", {
      user_data: "aGk=",
      block_device_mappings: [{ ebs: { volume_size: 30 } }],
    });
  });

  it("selects the arm64 image for a Graviton type", () => {
    const { image_id: image } = build({ instanceType: "t4g.small" }).one("aws_launch_template");
    expect(image).toMatch(/-arm64$/);
  });

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new LaunchTemplate(scope, "template", {
        name: "n",
        instanceType: "t3.micro",
        instanceProfileArn: "profile",
        securityGroupIds: ["sg-1"],
      });
    });
    alone.one("aws_launch_template", { tag_specifications: [{ tags: { Name: "n" } }, { tags: { Name: "n" } }] });
  });

  it("fails when the volume is smaller than the image", () => {
    expect(() => build({ rootVolumeGiB: 7 })).toThrow("rootVolumeGiB must be at least 8, got 7");
  });

  it("fails without a security group: EC2 would use the VPC's default one", () => {
    expect(() => build({ securityGroupIds: [] })).toThrow("securityGroupIds must hold at least 1 group, got 0");
  });
});
