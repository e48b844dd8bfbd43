import { VpcRouteServer } from "@cdktf/provider-aws/lib/vpc-route-server";
import { VpcRouteServerEndpoint } from "@cdktf/provider-aws/lib/vpc-route-server-endpoint";
import { VpcRouteServerPeer } from "@cdktf/provider-aws/lib/vpc-route-server-peer";
import { VpcRouteServerPropagation } from "@cdktf/provider-aws/lib/vpc-route-server-propagation";
import { VpcRouteServerVpcAssociation } from "@cdktf/provider-aws/lib/vpc-route-server-vpc-association";
import { Construct } from "constructs";

export interface RouteServerProps {
  /** Name that people see. */
  readonly name: string;
  readonly amazonAsn: number;
  readonly vpcId: string;
  /** Subnets, by zone, that hold an endpoint each: Availability Zones, for an appliance of any zone. */
  readonly endpointSubnets: Readonly<Record<string, string>>;
  /** Who announces routes. */
  readonly peer: { readonly address: string; readonly asn: number };
  /** Tables that learn them, by the name of their subnet. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/**
 * VPC Route Server: moves routes to an appliance when its BGP session, watched by BFD, says so, and away when it ends. No script,
 * no API call, and no opinion on whether the path behind the appliance works. Billed per endpoint and hour.
 * https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html
 */
export class RouteServer extends Construct {
  /** Addresses that the appliance peers with, one per endpoint. */
  readonly endpointAddresses: readonly string[];
  /** Escape hatch: the underlying `aws_vpc_route_server`. */
  readonly resource: VpcRouteServer;

  constructor(scope: Construct, id: string, props: RouteServerProps) {
    super(scope, id);
    const { name, amazonAsn, vpcId, endpointSubnets, peer, routeTableIds } = props;
    const tags = { Name: name };
    this.resource = new VpcRouteServer(this, "Resource", {
      amazonSideAsn: amazonAsn,
      // A route outlives the sessions of both endpoints by nothing: an appliance that is gone must not keep its traffic.
      persistRoutes: "disable",
      tags,
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
    this.endpointAddresses = Object.entries(endpointSubnets).map(([zone, subnetId]) => {
      const endpoint = new VpcRouteServerEndpoint(this, zone, {
        routeServerId: association.routeServerId,
        subnetId,
        tags,
        dependsOn: [association],
      });
      new VpcRouteServerPeer(this, `${zone}-peer`, {
        routeServerEndpointId: endpoint.routeServerEndpointId,
        peerAddress: peer.address,
        bgpOptions: [{ peerAsn: peer.asn, peerLivenessDetection: "bfd" }],
        tags,
      });
      return endpoint.eniAddress;
    });
  }
}
