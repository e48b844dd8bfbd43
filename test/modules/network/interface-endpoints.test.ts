import { InterfaceEndpoints, type InterfaceEndpointsProps } from "../../../modules/network/interface-endpoints";
import { Template } from "../../helpers/template";

const SERVICES = ["secretsmanager", "ssm", "logs"];

function build(props: Partial<InterfaceEndpointsProps> = {}): Template {
  return Template.of((scope) => {
    new InterfaceEndpoints(scope, "endpoints", {
      name: "project-x-dev",
      accountId: "111111111111",
      region: "eu-west-1",
      vpcId: "vpc-1",
      vpcCidr: "10.0.0.0/16",
      subnetIds: ["subnet-a", "subnet-b"],
      services: SERVICES,
      ...props,
    });
  });
}

describe("InterfaceEndpoints", () => {
  const template = build();

  it("has one endpoint per service in every subnet, under the service's public name", () => {
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

  it("lets HTTPS in from the VPC and nothing else, in or out", () => {
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

  it("lets through the requests of the account's principals only", () => {
    for (const { policy } of template.all("aws_vpc_endpoint")) {
      const { Statement } = JSON.parse(policy);
      expect(Statement).toHaveLength(1);
      expect(Statement[0]).toMatchObject({
        Effect: "Allow",
        Condition: { StringEquals: { "aws:PrincipalAccount": "111111111111" } },
      });
    }
  });

  it("keeps the endpoints of the other services when one is left out", () => {
    const kept = build({ services: ["logs"] }).address("aws_vpc_endpoint");
    expect(kept).toBe(template.address("aws_vpc_endpoint", "logs"));
  });

  it("fails when a service comes twice, which AWS refuses for its private name", () => {
    expect(() => build({ services: ["ssm", "ssm"] })).toThrow(
      'services must name each service once, got ["ssm","ssm"]',
    );
  });

  it("fails without a subnet", () => {
    expect(() => build({ subnetIds: [] })).toThrow("subnetIds must hold at least 1 subnet, got []");
  });
});
