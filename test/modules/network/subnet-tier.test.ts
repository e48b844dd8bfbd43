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

    it("has one subnet per zone with the zone's range", () => {
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

    it("gives no public address to what is launched in it", () => {
      template.all("aws_subnet", { map_public_ip_on_launch: false });
    });

    it("gives every subnet a route table of its own", () => {
      template.count("aws_route_table", RANGES.length);
      for (const { zone } of RANGES) {
        template.one("aws_route_table_association", {
          subnet_id: template.ref("aws_subnet", zone),
          route_table_id: template.ref("aws_route_table", zone),
        });
      }
    });

    it("has no route out", () => {
      template.none("aws_route");
      for (const table of template.all("aws_route_table")) {
        expect(table).not.toHaveProperty("route");
      }
    });

    it("finds the subnet of a zone", () => {
      expect(tier.subnetIn("eu-west-1b").subnetId).toBe(tier.subnetIds[1]);
      expect(tier.subnetIn("eu-west-1b").routeTableId).toBe(tier.routeTableIds[1]);
    });

    it("fails for a zone that it has no subnet in", () => {
      expect(() => tier.subnetIn("eu-west-1c")).toThrow('zone must be one of eu-west-1a, eu-west-1b, got "eu-west-1c"');
    });
  });

  it("routes every zone of the public tier to the internet, and still gives no public addresses", () => {
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

  it("keeps addresses when a zone is added in front: they are keyed by zone", () => {
    const addresses = (template: Template) => template.resources.map(({ address }) => address);
    const more = build({ ranges: [{ zone: "eu-west-1c", cidr: "10.0.32.0/20" }, ...RANGES] });
    expect(addresses(more.template)).toEqual(expect.arrayContaining(addresses(build().template)));
  });

  it("fails when a zone comes twice", () => {
    expect(() => build({ ranges: [...RANGES, { zone: "eu-west-1a", cidr: "10.0.48.0/20" }] })).toThrow(
      "ranges must name each zone once",
    );
  });

  it("fails on a range with host bits", () => {
    expect(() => build({ ranges: [{ zone: "eu-west-1a", cidr: "10.0.0.1/20" }] })).toThrow(
      "cidr must be an IPv4 CIDR block with its host bits cleared",
    );
  });

  it.each([
    ["a public tier has no gateway", { tier: "public" as const }],
    ["an isolated tier has one", { tier: "isolated" as const, internetGatewayId: "igw-1" }],
    ["a private tier has one", { tier: "private" as const, internetGatewayId: "igw-1" }],
  ])("fails when %s", (_, props) => {
    expect(() => build(props)).toThrow("internetGatewayId must be given to the public tier and to no other");
  });
});
