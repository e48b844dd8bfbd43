import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { VpnGatewayRoutePropagation } from "@cdktf/provider-aws/lib/vpn-gateway-route-propagation";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface VirtualPrivateGatewayProps {
  /** The `Name` tag, e.g. `project-x-prod-local-zone-gateway`. */
  readonly name: string;
  /** ID of the VPC that the gateway is attached to. */
  readonly vpcId: string;
  /** Private ASN of Amazon's side. It must differ from the ASN of the Direct Connect gateway. */
  readonly amazonAsn: number;
  /** IDs of the route tables that the gateway propagates routes to, keyed by the name of their subnet. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/**
 * A virtual private gateway with route propagation. A static route to the same CIDR block takes precedence over a propagated
 * route. Fail-over uses this: it adds a static route, and after its deletion the propagated route applies again.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export class VirtualPrivateGateway extends Construct {
  /** ID of the virtual private gateway. */
  readonly gatewayId: string;
  /** Escape hatch: the underlying `aws_vpn_gateway`. */
  readonly resource: VpnGateway;

  constructor(scope: Construct, id: string, props: VirtualPrivateGatewayProps) {
    super(scope, id);
    const { name, vpcId, amazonAsn, routeTableIds } = props;
    const tables = Object.entries(routeTableIds);
    ensure(tables.length > 0, "routeTableIds", "name at least 1 route table", routeTableIds);
    this.resource = new VpnGateway(this, "Resource", { vpcId, amazonSideAsn: String(amazonAsn), tags: { Name: name } });
    this.gatewayId = this.resource.id;
    for (const [subnet, routeTableId] of tables) {
      // A separate resource. With `propagating_vgws` of the route table, Terraform would manage all routes of the table.
      new VpnGatewayRoutePropagation(this, `to-${subnet}`, { vpnGatewayId: this.gatewayId, routeTableId });
    }
  }
}
