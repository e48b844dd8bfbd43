import { VirtualPrivateGateway } from "../../../modules/network/virtual-private-gateway";
import { Template } from "../../helpers/template";

function gateway(routeTableIds: Readonly<Record<string, string>>): Template {
  return Template.of((scope) => {
    new VirtualPrivateGateway(scope, "gateway", { name: "sample", vpcId: "vpc-1", amazonAsn: 64513, routeTableIds });
  });
}

describe("VirtualPrivateGateway", () => {
  it("stands alone: required props only, attached to its VPC, and propagates to each route table by a separate resource", () => {
    const template = gateway({ one: "rtb-1", two: "rtb-2" });
    template.one("aws_vpn_gateway", { vpc_id: "vpc-1", amazon_side_asn: "64513" });
    for (const table of ["rtb-1", "rtb-2"]) {
      template.one("aws_vpn_gateway_route_propagation", {
        route_table_id: table,
        vpn_gateway_id: template.ref("aws_vpn_gateway"),
      });
    }
    template.count("aws_vpn_gateway_route_propagation", 2);
  });

  it("fails without a route table", () => {
    expect(() => gateway({})).toThrow("routeTableIds must name at least 1 route table");
  });
});
