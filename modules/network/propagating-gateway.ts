import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { VpnGatewayRoutePropagation } from "@cdktf/provider-aws/lib/vpn-gateway-route-propagation";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface PropagatingGatewayProps {
  /** Name that people see. */
  readonly name: string;
  readonly vpcId: string;
  /** Private ASN of Amazon's side. */
  readonly amazonAsn: number;
  /** Route tables that learn what the other side announces, by the name of their subnet. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/**
 * A virtual private gateway, attached, whose routes appear in route tables by themselves. A static route to the same range is
 * preferred over a propagated one, which is what fail-over stands on; when it goes, the propagated one is there still.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export class PropagatingGateway extends Construct {
  readonly gatewayId: string;
  /** Escape hatch: the underlying `aws_vpn_gateway`. */
  readonly resource: VpnGateway;

  constructor(scope: Construct, id: string, props: PropagatingGatewayProps) {
    super(scope, id);
    const { name, vpcId, amazonAsn, routeTableIds } = props;
    const tables = Object.entries(routeTableIds);
    ensure(tables.length > 0, "routeTableIds", "name at least 1 route table", routeTableIds);
    this.resource = new VpnGateway(this, "Resource", { vpcId, amazonSideAsn: String(amazonAsn), tags: { Name: name } });
    this.gatewayId = this.resource.id;
    for (const [subnet, routeTableId] of tables) {
      // A resource of its own: `propagating_vgws` of the table would make Terraform the owner of all its routes.
      new VpnGatewayRoutePropagation(this, `to-${subnet}`, { vpnGatewayId: this.gatewayId, routeTableId });
    }
  }
}
