import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateways, type NatGatewaysProps } from "../../../modules/network/nat-gateways";
import { Template } from "../../helpers/template";

const ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function build(mode?: NatGatewaysProps["mode"], zones = ZONES): { template: Template; gateways: NatGateways } {
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
  it("stands alone: required props only, with one gateway per zone", () => {
    build().template.count("aws_nat_gateway", ZONES.length);
  });

  describe("one per zone", () => {
    const { template, gateways } = build("one-per-az");

    it("creates a gateway with an Elastic IP address in the public subnet of every zone", () => {
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

    it("routes each zone to its own gateway", () => {
      template.count("aws_route", ZONES.length);
      for (const zone of ZONES) {
        template.one("aws_route", {
          route_table_id: `rtb-private-${zone}`,
          destination_cidr_block: "0.0.0.0/0",
          nat_gateway_id: template.ref("aws_nat_gateway", `nat/${zone}`),
        });
      }
    });

    it("is destroyed before the internet gateway, which AWS keeps while an address is mapped", () => {
      const gateway = template.address("aws_internet_gateway");
      template.all("aws_nat_gateway", { depends_on: [gateway] });
      template.all("aws_eip", { depends_on: [gateway] });
    });

    it("returns the public address of every gateway", () => {
      expect(gateways.publicIps).toHaveLength(ZONES.length);
    });
  });

  describe("single", () => {
    const { template, gateways } = build("single");

    it("creates one gateway in the first zone and routes every zone to it", () => {
      template.one("aws_nat_gateway", { subnet_id: "subnet-public-eu-west-1a" });
      template.count("aws_eip", 1);
      template.count("aws_route", ZONES.length);
      template.all("aws_route", { nat_gateway_id: template.ref("aws_nat_gateway") });
    });

    it("keeps the addresses of its resources when the mode changes to one per zone", () => {
      const addresses = ({ resources }: Template) => resources.map(({ address }) => address);
      expect(addresses(build("one-per-az").template)).toEqual(expect.arrayContaining(addresses(template)));
    });

    it("returns one public address", () => {
      expect(gateways.publicIps).toHaveLength(1);
    });
  });

  it("creates no route to the internet with mode none", () => {
    const { template, gateways } = build("none");
    template.none("aws_nat_gateway");
    template.none("aws_eip");
    template.none("aws_route");
    expect(gateways.publicIps).toEqual([]);
  });

  it("fails without a zone when the mode needs one", () => {
    expect(() => build("single", [])).toThrow('zones must hold at least 1 zone when mode is "single", got []');
  });
});
