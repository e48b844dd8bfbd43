import { Construct } from "constructs";
import { ensure, RequirementError } from "../shared/errors";
import { Subnet } from "./subnet";

export interface SubnetTierProps {
  /** Prefix of the `Name` tags, e.g. `project-x-prod`. */
  readonly name: string;
  /** `public`: default route to the internet gateway. `private`: default route added by `NatGateways`. `isolated`: none. */
  readonly tier: "public" | "private" | "isolated";
  /** ID of the VPC. */
  readonly vpcId: string;
  /** One CIDR block per Availability Zone. */
  readonly ranges: readonly ZoneRange[];
  /** ID of the internet gateway. Required for the `public` tier and refused for the others. @default none */
  readonly internetGatewayId?: string | undefined;
}

interface ZoneRange {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  /** IPv4 CIDR block of the tier's subnet in that zone, /16 to /28. */
  readonly cidr: string;
}

/** The subnets of one tier, one per Availability Zone. */
export class SubnetTier extends Construct {
  /** In the order of `ranges`. */
  readonly subnets: readonly Subnet[];

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
    this.subnets = ranges.map(
      ({ zone, cidr }) => new Subnet(this, zone, { name: `${name}-${tier}-${zone}`, vpcId, zone, cidr }),
    );
    if (internetGatewayId) {
      for (const subnet of this.subnets) {
        subnet.routeToInternet(internetGatewayId);
      }
    }
  }

  /** IDs of the subnets, in the order of `ranges`. */
  get subnetIds(): readonly string[] {
    return this.subnets.map(({ subnetId }) => subnetId);
  }

  /** IDs of the route tables, in the order of `ranges`. */
  get routeTableIds(): readonly string[] {
    return this.subnets.map(({ routeTableId }) => routeTableId);
  }

  /**
   * The tier's subnet in one Availability Zone.
   *
   * @throws Error when the tier has no subnet in that zone
   */
  subnetIn(zone: string): Subnet {
    const found = this.subnets.find((subnet) => subnet.zone === zone);
    if (!found) {
      throw new RequirementError("zone", `be one of ${this.subnets.map((subnet) => subnet.zone).join(", ")}`, zone);
    }
    return found;
  }
}
