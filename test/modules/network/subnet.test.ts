import { Subnet } from "../../../modules/network/subnet";
import { Template } from "../../helpers/template";

function build(cidr = "10.0.0.0/20"): { template: Template; subnet: Subnet } {
  let subnet: Subnet | undefined;
  const template = Template.of((scope) => {
    subnet = new Subnet(scope, "subnet", { name: "sample-subnet", vpcId: "vpc-1", zone: "us-east-1-bos-1a", cidr });
    subnet.routeToInternet("igw-1");
  });
  return { template, subnet: subnet as Subnet };
}

describe("Subnet", () => {
  const { template, subnet } = build();

  it("stands alone: required props only, with its own route table", () => {
    template.one("aws_subnet", {
      vpc_id: "vpc-1",
      availability_zone: "us-east-1-bos-1a",
      cidr_block: "10.0.0.0/20",
      map_public_ip_on_launch: false,
    });
    template.one("aws_route_table_association", {
      subnet_id: template.ref("aws_subnet"),
      route_table_id: template.ref("aws_route_table"),
    });
  });

  it("returns its zone and CIDR block", () => {
    expect(subnet).toMatchObject({ zone: "us-east-1-bos-1a", cidr: "10.0.0.0/20" });
  });

  it("adds a default route to the internet gateway", () => {
    template.one("aws_route", {
      route_table_id: template.ref("aws_route_table"),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "igw-1",
    });
  });

  it("fails on a CIDR block with host bits", () => {
    expect(() => build("10.0.0.1/20")).toThrow(
      'cidr must be an IPv4 CIDR block with its host bits cleared, got "10.0.0.1/20"',
    );
  });
});
