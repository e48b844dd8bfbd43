import { Construct } from "constructs";
import { ensure, requirement } from "../shared/errors";
import { RoutedSubnet } from "./routed-subnet";

export interface SubnetTierProps {
  /** Prefix of the names that people see, e.g. `project-x-prod`. */
  readonly name: string;
  readonly tier: "public" | "private" | "isolated";
  readonly vpcId: string;
  /** One range per Availability Zone. */
  readonly ranges: readonly ZoneRange[];
  /** The way to the internet of the public tier; the other tiers have none here. */
  readonly internetGatewayId?: string;
}

/** The addresses that a tier has in one zone. */
interface ZoneRange {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  readonly cidr: string;
}

/**
 * The subnets of one tier, one per zone. Alone, `private` and `isolated` tiers reach nothing but the VPC: NAT gateways give
 * the private tier its way out, the isolated one never gets any.
 */
export class SubnetTier extends Construct {
  /** In the order of the ranges, as are the route tables. */
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];

  private readonly subnets: ReadonlyMap<string, RoutedSubnet>;

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { name, tier, vpcId, ranges, internetGatewayId } = props;
    const zones = ranges.map((range) => range.zone);
    ensure(new Set(zones).size === zones.length, "ranges", "name each zone once", zones);
    ensure(
      (tier === "public") === (internetGatewayId !== undefined),
      "internetGatewayId",
      "be given to the public tier and to no other",
      tier,
    );

    this.subnets = new Map(
      ranges.map(({ zone, cidr }) => [
        zone,
        new RoutedSubnet(this, zone, { name: `${name}-${tier}-${zone}`, vpcId, zone, cidr }),
      ]),
    );
    const subnets = [...this.subnets.values()];
    if (internetGatewayId) {
      for (const subnet of subnets) {
        subnet.routeToInternet(internetGatewayId);
      }
    }
    this.subnetIds = subnets.map((subnet) => subnet.subnetId);
    this.routeTableIds = subnets.map((subnet) => subnet.routeTableId);
  }

  /**
   * The tier's subnet in one zone.
   *
   * @throws Error when the tier has none there
   */
  subnetIn(zone: string): RoutedSubnet {
    const subnet = this.subnets.get(zone);
    if (!subnet) {
      throw new Error(requirement("zone", `be one of ${[...this.subnets.keys()].join(", ")}`, zone));
    }
    return subnet;
  }
}
