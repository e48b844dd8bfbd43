import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association";
import { DxHostedPrivateVirtualInterfaceAccepter } from "@cdktf/provider-aws/lib/dx-hosted-private-virtual-interface-accepter";
import { DxPrivateVirtualInterface } from "@cdktf/provider-aws/lib/dx-private-virtual-interface";
import { Construct } from "constructs";

export interface DirectConnectProps {
  /** Name of the Direct Connect gateway and of the virtual interface, e.g. `project-x-prod-local-zone`. */
  readonly name: string;
  /** Private ASN of the Direct Connect gateway. It must differ from the ASN of the virtual private gateway. */
  readonly amazonAsn: number;
  /** ID of the VPC's virtual private gateway. */
  readonly gatewayId: string;
  /** CIDR blocks that AWS advertises to the site, usually the VPC's. */
  readonly allowedPrefixes: readonly string[];
  /** A private virtual interface to create, or the ID of a hosted virtual interface to accept. */
  readonly virtualInterface: PrivateVirtualInterface | { readonly hosted: string };
}

/** A virtual interface on a connection of this account. */
export interface PrivateVirtualInterface {
  /** ID of the connection or LAG, e.g. `dxcon-fg1234ab`. */
  readonly connectionId: string;
  /** VLAN ID, 1 to 4094. */
  readonly vlan: number;
  /** ASN of the router on premises. */
  readonly customerAsn: number;
  /** BGP peer address of Amazon's side with prefix length, e.g. `169.254.100.1/30`. */
  readonly amazonAddress: string;
  /** BGP peer address of the router on premises with prefix length, e.g. `169.254.100.2/30`. */
  readonly customerAddress: string;
  /** Maximum transmission unit in bytes: 1500, or 9001 for jumbo frames. @default 1500 */
  readonly mtu?: 1500 | 9001 | undefined;
}

/** What identifies a virtual interface in CloudWatch. */
export interface VirtualInterfaceFacts {
  /** ID, e.g. `dxvif-fg1234ab`. */
  readonly id: string;
  /** ID of its connection. Unknown for a hosted virtual interface. */
  readonly connectionId?: string | undefined;
}

/**
 * A Direct Connect gateway, its association with a virtual private gateway, and one private virtual interface.
 *
 * No BGP key is set. The provider has no write-only argument for it (`bgp_auth_key`, 6.25), so a key would be stored in the
 * state. AWS generates a key instead. Read it with `aws directconnect describe-virtual-interfaces`. The partner sets the key of
 * a hosted virtual interface.
 *
 * BFD is always on at Amazon's side, 300 ms with a multiplier of 3, and starts when the router on premises enables it:
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/add-peer-to-vif.html. Only a drill shows that it works.
 */
export class DirectConnect extends Construct {
  readonly virtualInterface: VirtualInterfaceFacts;
  /** Escape hatch: the underlying `aws_dx_gateway`. */
  readonly resource: DxGateway;

  constructor(scope: Construct, id: string, props: DirectConnectProps) {
    super(scope, id);
    const { name, amazonAsn, gatewayId, allowedPrefixes, virtualInterface } = props;
    this.resource = new DxGateway(this, "Resource", { name, amazonSideAsn: String(amazonAsn) });
    new DxGatewayAssociation(this, "association", {
      dxGatewayId: this.resource.id,
      associatedGatewayId: gatewayId,
      allowedPrefixes: [...allowedPrefixes],
    });
    this.virtualInterface =
      "hosted" in virtualInterface
        ? { id: this.acceptInterface(virtualInterface.hosted, name) }
        : { id: this.createInterface(virtualInterface, name), connectionId: virtualInterface.connectionId };
  }

  private acceptInterface(virtualInterfaceId: string, name: string): string {
    return new DxHostedPrivateVirtualInterfaceAccepter(this, "accepted-interface", {
      virtualInterfaceId,
      dxGatewayId: this.resource.id,
      tags: { Name: name },
    }).virtualInterfaceId;
  }

  private createInterface({ mtu = 1500, ...virtualInterface }: PrivateVirtualInterface, name: string): string {
    const { connectionId, vlan, customerAsn, amazonAddress, customerAddress } = virtualInterface;
    return new DxPrivateVirtualInterface(this, "interface", {
      name,
      connectionId,
      vlan,
      addressFamily: "ipv4",
      bgpAsn: customerAsn,
      amazonAddress,
      customerAddress,
      mtu,
      dxGatewayId: this.resource.id,
      tags: { Name: name },
    }).id;
  }
}
