import { PropagatingGateway } from "../../../modules/network/propagating-gateway";
import { Template } from "../../helpers/template";

function gateway(routeTableIds: Readonly<Record<string, string>>): Template {
  return Template.of((scope) => {
    new PropagatingGateway(scope, "gateway", { name: "sample", vpcId: "vpc-1", amazonAsn: 64513, routeTableIds });
  });
}

describe("PropagatingGateway", () => {
  it("is attached to its VPC and propagates to each table by a resource of its own", () => {
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

  it("refuses to propagate to nobody", () => {
    expect(() => gateway({})).toThrow("routeTableIds must name at least 1 route table");
  });
});
