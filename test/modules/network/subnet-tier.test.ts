import { SubnetTier, type SubnetTierProps } from "../../../modules/network/subnet-tier";
import { Template } from "../../helpers/template";

const RANGES = [
  { zone: "eu-west-1a", cidr: "10.0.0.0/20" },
  { zone: "eu-west-1b", cidr: "10.0.16.0/20" },
];

function build(props: Partial<SubnetTierProps> = {}): { template: Template; tier: SubnetTier } {
  let tier: SubnetTier | undefined;
  const template = Template.of((scope) => {
    tier = new SubnetTier(scope, "tier", {
      name: "project-x-dev",
      tier: "private",
      vpcId: "vpc-1",
      ranges: RANGES,
      ...props,
    });
  });
  return { template, tier: tier as SubnetTier };
}

describe("SubnetTier", () => {
  describe("by default", () => {
    const { template, tier } = build();

    it("stands alone: required props only, with one subnet per zone", () => {
      template.count("aws_subnet", RANGES.length);
      for (const { zone, cidr } of RANGES) {
        template.one("aws_subnet", {
          vpc_id: "vpc-1",
          availability_zone: zone,
          cidr_block: cidr,
          tags: { Name: `project-x-dev-private-${zone}` },
        });
      }
    });

    it("assigns no public addresses at launch", () => {
      template.all("aws_subnet", { map_public_ip_on_launch: false });
    });

    it("creates a route table per subnet", () => {
      template.count("aws_route_table", RANGES.length);
      for (const { zone } of RANGES) {
        template.one("aws_route_table_association", {
          subnet_id: template.ref("aws_subnet", zone),
          route_table_id: template.ref("aws_route_table", zone),
        });
      }
    });

    it("has no default route", () => {
      template.none("aws_route");
      for (const table of template.all("aws_route_table")) {
        expect(table).not.toHaveProperty("route");
      }
    });

    it("finds the subnet of a zone", () => {
      expect(tier.subnetIn("eu-west-1b").subnetId).toBe(tier.subnetIds[1]);
      expect(tier.subnetIn("eu-west-1b").routeTableId).toBe(tier.routeTableIds[1]);
    });

    it("fails for a zone without a subnet", () => {
      expect(() => tier.subnetIn("eu-west-1c")).toThrow('zone must be one of eu-west-1a, eu-west-1b, got "eu-west-1c"');
    });
  });

  it("routes every zone of the public tier to the internet gateway, and assigns no public addresses at launch", () => {
    const { template } = build({ tier: "public", internetGatewayId: "igw-1" });
    template.count("aws_route", RANGES.length);
    for (const { zone } of RANGES) {
      template.one("aws_route", {
        route_table_id: template.ref("aws_route_table", zone),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "igw-1",
      });
    }
    template.all("aws_subnet", { map_public_ip_on_launch: false });
  });

  it("keeps the addresses of the other zones when a zone is added first", () => {
    const addresses = (template: Template) => template.resources.map(({ address }) => address);
    const more = build({ ranges: [{ zone: "eu-west-1c", cidr: "10.0.32.0/20" }, ...RANGES] });
    expect(addresses(more.template)).toEqual(expect.arrayContaining(addresses(build().template)));
  });

  it("fails when a zone is named twice", () => {
    expect(() => build({ ranges: [...RANGES, { zone: "eu-west-1a", cidr: "10.0.48.0/20" }] })).toThrow(
      "ranges must name each zone once",
    );
  });

  it("fails on a CIDR block with host bits", () => {
    expect(() => build({ ranges: [{ zone: "eu-west-1a", cidr: "10.0.0.1/20" }] })).toThrow(
      "cidr must be an IPv4 CIDR block with its host bits cleared",
    );
  });

  it.each([
    ["the public tier has no internet gateway", { tier: "public" as const }],
    ["the isolated tier has one", { tier: "isolated" as const, internetGatewayId: "igw-1" }],
    ["the private tier has one", { tier: "private" as const, internetGatewayId: "igw-1" }],
  ])("fails when %s", (_, props) => {
    expect(() => build(props)).toThrow("internetGatewayId must be given to the public tier and to no other");
  });
});
