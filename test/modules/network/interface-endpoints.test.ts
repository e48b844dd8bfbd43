import { InterfaceEndpoints, type InterfaceEndpointsProps } from "../../../modules/network/interface-endpoints";
import { Template } from "../../helpers/template";

const SERVICES = ["secretsmanager", "ssm", "logs"];

function build(props: Partial<InterfaceEndpointsProps> = {}): Template {
  return Template.of((scope) => {
    new InterfaceEndpoints(scope, "endpoints", {
      name: "project-x-dev",
      accountId: "123456789012",
      region: "eu-west-1",
      vpc: { vpcId: "vpc-1", cidr: "10.0.0.0/16" },
      subnetIds: ["subnet-a", "subnet-b"],
      services: SERVICES,
      ...props,
    });
  });
}

describe("InterfaceEndpoints", () => {
  const template = build();

  it("stands alone: required props only, with one endpoint per service in every subnet, with private DNS", () => {
    template.count("aws_vpc_endpoint", SERVICES.length);
    for (const service of SERVICES) {
      template.one("aws_vpc_endpoint", {
        vpc_id: "vpc-1",
        service_name: `com.amazonaws.eu-west-1.${service}`,
        vpc_endpoint_type: "Interface",
        subnet_ids: ["subnet-a", "subnet-b"],
        security_group_ids: [template.ref("aws_security_group")],
        private_dns_enabled: true,
      });
    }
  });

  it("allows HTTPS from the VPC, and nothing else in either direction", () => {
    template.one("aws_vpc_security_group_ingress_rule", {
      security_group_id: template.ref("aws_security_group"),
      cidr_ipv4: "10.0.0.0/16",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
    template.count("aws_vpc_security_group_ingress_rule", 1);
    template.none("aws_vpc_security_group_egress_rule");
  });

  it("accepts requests of the account's principals only", () => {
    for (const { policy } of template.all("aws_vpc_endpoint")) {
      const { Statement } = JSON.parse(policy);
      expect(Statement).toHaveLength(1);
      expect(Statement[0]).toMatchObject({
        Effect: "Allow",
        Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
      });
    }
  });

  it("keeps the addresses of the other endpoints when a service is removed", () => {
    const kept = build({ services: ["logs"] }).address("aws_vpc_endpoint");
    expect(kept).toBe(template.address("aws_vpc_endpoint", "logs"));
  });

  it("fails when a service is named twice, which AWS refuses because of the private DNS name", () => {
    expect(() => build({ services: ["ssm", "ssm"] })).toThrow(
      'services must name each service once, got ["ssm","ssm"]',
    );
  });

  it("fails without a subnet", () => {
    expect(() => build({ subnetIds: [] })).toThrow("subnetIds must hold at least 1 subnet, got []");
  });
});
