import { gunzipSync } from "node:zlib";
import { ZoneWorkload, type ZoneWorkloadProps } from "../../../modules/hybrid/zone-workload";
import { Template } from "../../helpers/template";

/** Also covers the metrics and the security group. */
function build(props: Partial<ZoneWorkloadProps> = {}) {
  let workload: ZoneWorkload | undefined;
  const template = Template.of((scope) => {
    workload = new ZoneWorkload(scope, "workload", {
      name: "sample-workload",
      vpc: { vpcId: "vpc-1", cidr: "10.20.0.0/16" },
      subnetId: "subnet-1",
      ranges: ["192.168.0.0/16"],
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      topicArn: "arn:aws:sns:us-east-1:123456789012:sample",
      ...props,
    });
  });
  return { template, workload: workload as ZoneWorkload };
}

describe("ZoneWorkload", () => {
  const { template, workload } = build();

  it("stands alone: required props only, with types that every Local Zone has", () => {
    template.one("aws_launch_template", {
      instance_type: "t3.medium",
      block_device_mappings: [{ device_name: "/dev/xvda", ebs: { volume_type: "gp2", encrypted: "true" } }],
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    });
    template.one("aws_autoscaling_group", { min_size: 2, max_size: 4, vpc_zone_identifier: ["subnet-1"] });
  });

  it("accepts connections to its port from the site only", () => {
    template.count("aws_vpc_security_group_ingress_rule", 1);
    template.one("aws_vpc_security_group_ingress_rule", {
      cidr_ipv4: "192.168.0.0/16",
      from_port: 8080,
      to_port: 8080,
    });
  });

  it("connects to the VPC's interface endpoints only", () => {
    template.one("aws_vpc_security_group_egress_rule", { cidr_ipv4: "10.20.0.0/16", from_port: 443 });
    template.count("aws_vpc_security_group_egress_rule", 1);
  });

  it("scales on CPU, and pages when instances are missing", () => {
    template.one("aws_autoscaling_policy", { policy_type: "TargetTrackingScaling" });
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-workload-too-few-in-service",
      metric_name: "GroupInServiceInstances",
      threshold: 2,
      treat_missing_data: "breaching",
    });
    expect(workload.pages).toHaveLength(1);
  });

  it("installs the sample server with its port", () => {
    const text = String(build({ port: 80 }).template.one("aws_launch_template").user_data);
    expect(text).toContain("TIERRA_WORKLOAD_PORT=80");
    const [archive = ""] = [...text.matchAll(/([A-Za-z0-9+/=]{500,})/g)].map(([content]) => content);
    const files = gunzipSync(Buffer.from(archive, "base64")).toString("utf8");
    expect(files).toContain("opt/tierra/bin/zone-workload/server.py");
  });

  it("launches an own image without user data", () => {
    const image = { ami: "ami-0123456789abcdef0", rootDevice: "/dev/sda1" };
    const launched = build({ image, volumeType: "gp3", volumeGiB: 30 }).template.one("aws_launch_template", {
      image_id: "ami-0123456789abcdef0",
      block_device_mappings: [{ device_name: "/dev/sda1", ebs: { volume_type: "gp3", volume_size: 30 } }],
    });
    expect(launched).not.toHaveProperty("user_data");
  });

  it("fails when the minimum exceeds the maximum", () => {
    expect(() => build({ capacity: { min: 5 } })).toThrow("capacity.min must be at most max (4), got 5");
  });
});
