import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateways, type NatGatewaysProps } from "../../../modules/network/nat-gateways";
import { Template } from "../../helpers/template";

const ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function build(mode: NatGatewaysProps["mode"], zones = ZONES): { template: Template; gateways: NatGateways } {
  let gateways: NatGateways | undefined;
  const template = Template.of((scope) => {
    gateways = new NatGateways(scope, "nat", {
      name: "project-x-dev",
      mode,
      zones: zones.map((zone) => ({
        zone,
        publicSubnetId: `subnet-public-${zone}`,
        privateRouteTableId: `rtb-private-${zone}`,
      })),
      internetGateway: new InternetGateway(scope, "internet-gateway", { vpcId: "vpc-1" }),
    });
  });
  return { template, gateways: gateways as NatGateways };
}

describe("NatGateways", () => {
  describe("one per zone", () => {
    const { template, gateways } = build("one-per-az");

    it("stands in the public subnet of every zone with an address of its own", () => {
      template.count("aws_eip", ZONES.length);
      template.all("aws_eip", { domain: "vpc" });
      for (const zone of ZONES) {
        template.one("aws_nat_gateway", {
          subnet_id: `subnet-public-${zone}`,
          allocation_id: template.ref("aws_eip", `${zone}-address`, "allocation_id"),
          connectivity_type: "public",
        });
      }
    });

    it("is the way out of its own zone alone", () => {
      template.count("aws_route", ZONES.length);
      for (const zone of ZONES) {
        template.one("aws_route", {
          route_table_id: `rtb-private-${zone}`,
          destination_cidr_block: "0.0.0.0/0",
          nat_gateway_id: template.ref("aws_nat_gateway", `nat/${zone}`),
        });
      }
    });

    it("is gone before the internet gateway, which AWS keeps while an address is mapped", () => {
      const gateway = template.address("aws_internet_gateway");
      template.all("aws_nat_gateway", { depends_on: [gateway] });
      template.all("aws_eip", { depends_on: [gateway] });
    });

    it("tells the address of every gateway", () => {
      expect(gateways.publicIps).toHaveLength(ZONES.length);
    });
  });

  describe("a single one", () => {
    const { template, gateways } = build("single");

    it("stands in the first zone and is the way out of all", () => {
      template.one("aws_nat_gateway", { subnet_id: "subnet-public-eu-west-1a" });
      template.count("aws_eip", 1);
      template.count("aws_route", ZONES.length);
      template.all("aws_route", { nat_gateway_id: template.ref("aws_nat_gateway") });
    });

    it("keeps its gateway, its address and the routes when every zone gets one", () => {
      const addresses = ({ resources }: Template) => resources.map(({ address }) => address);
      expect(addresses(build("one-per-az").template)).toEqual(expect.arrayContaining(addresses(template)));
    });

    it("tells one address", () => {
      expect(gateways.publicIps).toHaveLength(1);
    });
  });

  it("without one leaves no way out", () => {
    const { template, gateways } = build("none");
    template.none("aws_nat_gateway");
    template.none("aws_eip");
    template.none("aws_route");
    expect(gateways.publicIps).toEqual([]);
  });

  it("fails when there is no zone to stand in", () => {
    expect(() => build("single", [])).toThrow('zones must hold at least 1 zone when mode is "single", got []');
  });
});
