import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet as AwsSubnet } from "@cdktf/provider-aws/lib/subnet";
import { Construct } from "constructs";
import { isCidrBlock } from "../shared/cidr";
import { ensure } from "../shared/errors";

export interface SubnetProps {
  /** The `Name` tag of the subnet and its route table, e.g. `project-x-prod-private-us-east-1a`. */
  readonly name: string;
  /** ID of the VPC. */
  readonly vpcId: string;
  /** Availability Zone or Local Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  /** IPv4 CIDR block within the VPC's block, /16 to /28. */
  readonly cidr: string;
}

/** What other stacks refer to. */
export interface SubnetFacts {
  /** ID of the subnet. */
  readonly subnetId: string;
  /** ID of the subnet's route table. */
  readonly routeTableId: string;
  /** IPv4 CIDR block of the subnet. */
  readonly cidr: string;
}

/** A subnet with its own route table, so that a route change affects one subnet at a time. */
export class Subnet extends Construct implements SubnetFacts {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly cidr: string;
  /** ARN of the subnet. */
  readonly arn: string;
  /** Availability Zone or Local Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  /** Escape hatch: the underlying `aws_subnet`. */
  readonly resource: AwsSubnet;

  constructor(scope: Construct, id: string, props: SubnetProps) {
    super(scope, id);
    const { name, vpcId, zone, cidr } = props;
    ensure(isCidrBlock(cidr), "cidr", "be an IPv4 CIDR block with its host bits cleared", cidr);

    this.resource = new AwsSubnet(this, "Resource", {
      vpcId,
      availabilityZone: zone,
      cidrBlock: cidr,
      // Public subnets included: load balancers and NAT gateways have their own public addresses.
      mapPublicIpOnLaunch: false,
      tags: { Name: name },
    });
    // A subnet without an association uses the VPC's main route table, whose routes this project does not manage.
    const table = new RouteTable(this, "route-table", { vpcId, tags: { Name: name } });
    new RouteTableAssociation(this, "association", { subnetId: this.resource.id, routeTableId: table.id });
    this.subnetId = this.resource.id;
    this.arn = this.resource.arn;
    this.routeTableId = table.id;
    this.zone = zone;
    this.cidr = cidr;
  }

  /** Adds the default route to an internet gateway. This makes the subnet public. */
  routeToInternet(internetGatewayId: string): void {
    new Route(this, "to-internet", {
      routeTableId: this.routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internetGatewayId,
    });
  }
}
