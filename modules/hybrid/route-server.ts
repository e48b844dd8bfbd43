import { VpcRouteServer } from "@cdktf/provider-aws/lib/vpc-route-server";
import { VpcRouteServerEndpoint } from "@cdktf/provider-aws/lib/vpc-route-server-endpoint";
import { VpcRouteServerPeer } from "@cdktf/provider-aws/lib/vpc-route-server-peer";
import { VpcRouteServerPropagation } from "@cdktf/provider-aws/lib/vpc-route-server-propagation";
import { VpcRouteServerVpcAssociation } from "@cdktf/provider-aws/lib/vpc-route-server-vpc-association";
import { Construct } from "constructs";
import type { ApplianceRouting } from "./vpn-appliance-user-data";

export interface RouteServerProps {
  /** The `Name` tag, e.g. `project-x-prod-local-zone`. */
  readonly name: string;
  /** ID of the VPC. */
  readonly vpcId: string;
  /** Subnets of Availability Zones, one route server endpoint each. The appliance may be in any zone. */
  readonly endpointSubnets: readonly EndpointSubnet[];
  /** Private IPv4 address of the appliance that advertises routes. */
  readonly applianceAddress: string;
  /** IDs of the route tables that get the advertised routes, keyed by the name of their subnet. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  /** ASN of the route server. @default 65010 */
  readonly amazonAsn?: number | undefined;
  /** ASN of the appliance. @default 65020 */
  readonly applianceAsn?: number | undefined;
}

interface EndpointSubnet {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly zone: string;
  /** ID of the subnet. */
  readonly subnetId: string;
}

/**
 * VPC Route Server: adds routes to an appliance while its BGP session is up, and removes them when the session ends. BFD detects
 * a failed appliance. It needs no script and no API call, but does not test the path behind the appliance. AWS charges per
 * endpoint and hour. https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
 */
export class RouteServer extends Construct {
  /** BGP settings of the appliance. */
  readonly routing: ApplianceRouting;
  /** Escape hatch: the underlying `aws_vpc_route_server`. */
  readonly resource: VpcRouteServer;

  constructor(scope: Construct, id: string, props: RouteServerProps) {
    super(scope, id);
    const { name, vpcId, endpointSubnets, routeTableIds, amazonAsn = 65010, applianceAsn = 65020 } = props;
    this.resource = new VpcRouteServer(this, "Resource", {
      amazonSideAsn: amazonAsn,
      // Routes are removed with the last BGP session. A persisted route would send traffic to a failed appliance.
      persistRoutes: "disable",
      tags: { Name: name },
    });
    const association = new VpcRouteServerVpcAssociation(this, "association", {
      routeServerId: this.resource.routeServerId,
      vpcId,
    });
    for (const [subnet, routeTableId] of Object.entries(routeTableIds)) {
      new VpcRouteServerPropagation(this, `to-${subnet}`, {
        routeServerId: association.routeServerId,
        routeTableId,
        dependsOn: [association],
      });
    }
    const endpoints = endpointSubnets.map((subnet) => this.createEndpoint(subnet, association, name));
    for (const { zone, endpoint } of endpoints) {
      new VpcRouteServerPeer(this, `${zone}-peer`, {
        routeServerEndpointId: endpoint.routeServerEndpointId,
        peerAddress: props.applianceAddress,
        bgpOptions: [{ peerAsn: applianceAsn, peerLivenessDetection: "bfd" }],
        tags: { Name: name },
      });
    }
    this.routing = {
      asn: applianceAsn,
      peerAsn: amazonAsn,
      peerAddresses: endpoints.map(({ endpoint }) => endpoint.eniAddress),
    };
  }

  private createEndpoint({ zone, subnetId }: EndpointSubnet, association: VpcRouteServerVpcAssociation, name: string) {
    const endpoint = new VpcRouteServerEndpoint(this, zone, {
      routeServerId: association.routeServerId,
      subnetId,
      tags: { Name: name },
      dependsOn: [association],
    });
    return { zone, endpoint };
  }
}
