import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface NatGatewaysProps {
  /** Prefix of the names that people see, e.g. `project-x-prod`. */
  readonly name: string;
  /**
   * `one-per-az`: a zone that fails takes nobody else's way out along. `single`: one gateway, in the first zone, for all;
   * cheaper by an hourly price per further zone, dearer by traffic between zones. `none`: no way out.
   */
  readonly mode: "one-per-az" | "single" | "none";
  /** Zones with the public subnet that holds the gateway and the private route table that uses it. */
  readonly zones: readonly NatZone[];
  /** Of the VPC: a NAT gateway works only while there is one. */
  readonly internetGateway: ITerraformDependable;
}

export interface NatZone {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  readonly publicSubnetId: string;
  readonly privateRouteTableId: string;
}

/** The way out of private subnets: NAT gateways with fixed addresses, and the default routes to them. */
export class NatGateways extends Construct {
  /** Addresses that the outside sees, one per gateway; what a partner puts on an allow list. */
  readonly publicIps: readonly string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const { mode, zones } = props;
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
      // Not implied by any argument. Without it a destroy detaches the internet gateway first and hangs on the addresses.
      dependsOn: [internetGateway],
    });
  }

  private createRoute(zone: string, routeTableId: string, gateway: NatGateway): void {
    new Route(this, `${zone}-route`, { routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id });
  }
}
