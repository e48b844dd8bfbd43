import { build } from "./stacks";

describe("LocalZoneWorkloadStack", () => {
  const { workload } = build({ workload: { instances: { port: 443 } } });

  it("runs in the production subnet and accepts the site", () => {
    expect(String(workload?.one("aws_autoscaling_group").vpc_zone_identifier)).toMatch(/private-subnet-1/);
    workload?.one("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "192.168.0.0/16", from_port: 443 });
  });

  it("has its own key, sessions and alarms, so that a release of it never changes the paths", () => {
    for (const type of ["aws_kms_key", "aws_ssm_document", "aws_sns_topic", "aws_cloudwatch_metric_alarm"]) {
      workload?.count(type, 1);
    }
    expect(workload?.output("workload_group")).toBe(workload?.ref("aws_autoscaling_group", undefined, "name"));
  });

  it("does not exist without a workload", () => {
    expect(build().workload).toBeUndefined();
  });

  describe("with nodes of an EKS cluster", () => {
    const { workload, network } = build({
      workload: { eks: { cluster: "edge", clusterSecurityGroupId: "sg-0123456789abcdef0" } },
    });

    it("creates a node group in the production subnet", () => {
      expect(String(workload?.one("aws_eks_node_group").subnet_ids)).toMatch(/private-subnet-1/);
    });

    it("adds the endpoints that nodes without internet access need", () => {
      network.count("aws_vpc_endpoint", 7 + 5 + 1);
      network.one("aws_vpc_endpoint", {
        vpc_endpoint_type: "Gateway",
        route_table_ids: expect.arrayContaining([network.ref("aws_route_table", "private-subnet-1")]),
      });
      for (const service of ["ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"]) {
        network.one("aws_vpc_endpoint", { service_name: `com.amazonaws.eu-central-1.${service}` });
      }
    });

    it("outputs the subnets for the cluster", () => {
      expect(network.output("endpoint_subnet_ids")).toHaveLength(2);
    });
  });
});
