import { RouteServer, type RouteServerProps } from "../../../modules/hybrid/route-server";
import { Template } from "../../helpers/template";

const ZONES = ["eu-central-1a", "eu-central-1b"];

function build(props: Partial<RouteServerProps> = {}) {
  let made: RouteServer | undefined;
  const template = Template.of((scope) => {
    made = new RouteServer(scope, "server", {
      name: "sample",
      vpcId: "vpc-1",
      endpointSubnets: ZONES.map((zone) => ({ zone, subnetId: `subnet-${zone}` })),
      applianceAddress: "10.20.0.10",
      routeTableIds: { production: "rtb-1" },
      ...props,
    });
  });
  return { template, server: made as RouteServer };
}

describe("RouteServer", () => {
  const { template, server } = build();

  it("stands alone: required props only, with an endpoint and a peer per zone", () => {
    for (const zone of ZONES) {
      template.one("aws_vpc_route_server_endpoint", { subnet_id: `subnet-${zone}` });
      template.one("aws_vpc_route_server_peer", {
        route_server_endpoint_id: template.ref("aws_vpc_route_server_endpoint", zone, "route_server_endpoint_id"),
        peer_address: "10.20.0.10",
        bgp_options: [{ peer_asn: 65020, peer_liveness_detection: "bfd" }],
      });
    }
    template.one("aws_vpc_route_server", { amazon_side_asn: 65010 });
  });

  it("removes routes with the last BGP session", () => {
    template.one("aws_vpc_route_server", { persist_routes: "disable" });
  });

  it("propagates to the named route tables only, after its association with the VPC", () => {
    template.count("aws_vpc_route_server_propagation", 1);
    template.one("aws_vpc_route_server_propagation", {
      route_table_id: "rtb-1",
      depends_on: [template.address("aws_vpc_route_server_vpc_association")],
    });
  });

  it("returns the appliance's BGP settings", () => {
    expect(server.routing).toMatchObject({ asn: 65020, peerAsn: 65010 });
    expect(server.routing.peerAddresses).toHaveLength(ZONES.length);
  });

  it("uses the configured ASNs", () => {
    const other = build({ amazonAsn: 65011, applianceAsn: 65021 });
    other.template.one("aws_vpc_route_server", { amazon_side_asn: 65011 });
    expect(other.server.routing).toMatchObject({ asn: 65021, peerAsn: 65011 });
  });
});
