import type { SubnetFacts } from "../../modules/network/subnet";
import type { TieredNetworkFacts } from "../../stacks/tiered-network-stack";

/** Facts of a network with three subnets in each of two Availability Zones, for stacks that are tested without their network stack. */
export const TIERED_NETWORK: TieredNetworkFacts = {
  vpc: { vpcId: "vpc-1", cidr: "10.0.0.0/16" },
  zones: ["a", "b"].map((letter, index) => ({
    name: `eu-west-1${letter}`,
    public: subnet(`public-${letter}`, `10.0.${16 * index}.0/20`),
    private: subnet(`private-${letter}`, `10.0.${128 + 16 * index}.0/20`),
    isolated: subnet(`isolated-${letter}`, `10.0.${192 + 16 * index}.0/20`),
  })),
};

function subnet(name: string, cidr: string): SubnetFacts {
  return { subnetId: `subnet-${name}`, routeTableId: `rtb-${name}`, cidr };
}
