import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface NatGatewaysProps {
  /** Prefix of the `Name` tags, e.g. `project-x-prod`. */
  readonly name: string;
  /** The Availability Zones whose private subnets need a route to the internet. */
  readonly zones: readonly NatZone[];
  /** Internet gateway of the VPC. A NAT gateway needs it. */
  readonly internetGateway: ITerraformDependable;
  /**
   * `one-per-az`: the failure of one Availability Zone does not affect the others. `single`: one NAT gateway, in the first
   * zone. It saves the hourly price of the others but adds data transfer between zones. `none`: no NAT gateway.
   *
   * @default "one-per-az"
   */
  readonly mode?: "one-per-az" | "single" | "none" | undefined;
}

export interface NatZone {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  /** ID of the public subnet for the NAT gateway. */
  readonly publicSubnetId: string;
  /** ID of the private route table that gets the default route. */
  readonly privateRouteTableId: string;
}

/** NAT gateways with Elastic IP addresses, and the default routes of the private subnets to them. */
export class NatGateways extends Construct {
  /** Elastic IP addresses, one per NAT gateway. A partner puts them on an allow list. */
  readonly publicIps: readonly string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { mode = "one-per-az", zones } = props;
    const [first] = zones;
    ensure(mode === "none" || first !== undefined, "zones", `hold at least 1 zone when mode is "${mode}"`, zones);

    const hosts = mode === "one-per-az" ? zones : zones.slice(0, mode === "single" ? 1 : 0);
    const gateways = new Map(hosts.map((host) => [host.zone, this.createGateway(host, props)]));
    const shared = mode === "single" && first ? gateways.get(first.zone) : undefined;
    for (const { zone, privateRouteTableId } of zones) {
      const gateway = gateways.get(zone) ?? shared;
      if (gateway) {
        this.createRoute(zone, privateRouteTableId, gateway);
      }
    }
    this.publicIps = [...gateways.values()].map((gateway) => gateway.publicIp);
  }

  private createGateway({ zone, publicSubnetId }: NatZone, { name, internetGateway }: NatGatewaysProps): NatGateway {
    const tags = { Name: `${name}-nat-${zone}` };
    const address = new Eip(this, `${zone}-address`, { domain: "vpc", tags, dependsOn: [internetGateway] });
    return new NatGateway(this, zone, {
      allocationId: address.allocationId,
      subnetId: publicSubnetId,
      connectivityType: "public",
      tags,
      // No argument creates this dependency. Without it, a destroy detaches the internet gateway first and waits for the addresses.
      dependsOn: [internetGateway],
    });
  }

  private createRoute(zone: string, routeTableId: string, gateway: NatGateway): void {
    new Route(this, `${zone}-route`, { routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id });
  }
}
