import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import { isCidrBlock } from "../shared/cidr";
import { ensure } from "../shared/errors";

export interface RoutedSubnetProps {
  /** Name that people see, e.g. `project-x-prod-private-us-east-1a`. */
  readonly name: string;
  readonly vpcId: string;
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  readonly cidr: string;
}

/** A subnet with a route table of its own, so that a change of routes reaches one zone at a time. */
export class RoutedSubnet extends Construct {
  readonly subnetId: string;
  readonly routeTableId: string;
  /** Escape hatch: the underlying `aws_subnet`. */
  readonly resource: Subnet;

  constructor(scope: Construct, id: string, props: RoutedSubnetProps) {
    super(scope, id);
    const { name, vpcId, zone, cidr } = props;
    ensure(isCidrBlock(cidr), "cidr", "be an IPv4 CIDR block with its host bits cleared", cidr);

    this.resource = new Subnet(this, "Resource", {
      vpcId,
      availabilityZone: zone,
      cidrBlock: cidr,
      // In the public tier too: what stands there (load balancer, NAT gateway) brings its own addresses.
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
    });
    // Without an association a subnet falls back to the VPC's main table, which anybody may add a route to.
    const table = new RouteTable(this, "route-table", { vpcId, tags: { Name: name } });
    new RouteTableAssociation(this, "association", { subnetId: this.resource.id, routeTableId: table.id });
    this.subnetId = this.resource.id;
    this.routeTableId = table.id;
  }

  /** Sends everything that leaves the VPC through an internet gateway: makes the subnet a public one. */
  routeToInternet(internetGatewayId: string): void {
    new Route(this, "to-internet", {
      routeTableId: this.routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internetGatewayId,
    });
  }
}
