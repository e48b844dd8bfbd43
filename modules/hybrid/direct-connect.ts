import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association";
import { DxHostedPrivateVirtualInterfaceAccepter } from "@cdktf/provider-aws/lib/dx-hosted-private-virtual-interface-accepter";
import { DxPrivateVirtualInterface } from "@cdktf/provider-aws/lib/dx-private-virtual-interface";
import { Construct } from "constructs";

export interface DirectConnectProps {
  /** Name that people see. */
  readonly name: string;
  /** Of Amazon's side; another one than the router's. */
  readonly amazonAsn: number;
  /** The virtual private gateway of the VPC. */
  readonly gatewayId: string;
  /** What is announced to the site: the VPC. */
  readonly allowedPrefixes: readonly string[];
  /** One made here, or the id of one that a partner made and that is only accepted. */
  readonly virtualInterface: OwnVirtualInterface | { readonly hosted: string };
}

export interface OwnVirtualInterface {
  readonly connectionId: string;
  readonly vlan: number;
  /** Of the router on premises. */
  readonly customerAsn: number;
  /** With prefix length, e.g. `169.254.100.1/30`. */
  readonly amazonAddress: string;
  readonly customerAddress: string;
  /** Bytes: 1500 or 9001. */
  readonly mtu: number;
}

/**
 * The way from a virtual private gateway to a router on premises: a Direct Connect gateway and one private virtual interface.
 *
 * No BGP key is given: the provider has no write-only argument for one (`bgp_auth_key`, 6.25), and anything else would be read
 * back into the state. AWS makes a key up, which the router's owner reads with `aws directconnect describe-virtual-interfaces`;
 * on a hosted interface it is the partner's. BFD is on at Amazon's side always, 300 ms by 3, and works once the router does it,
 * too: https://docs.aws.amazon.com/directconnect/latest/UserGuide/add-peer-to-vif.html. No test but a drill shows that.
 */
export class DirectConnect extends Construct {
  readonly virtualInterfaceId: string;

  constructor(scope: Construct, id: string, props: DirectConnectProps) {
    super(scope, id);
    const { name, amazonAsn, gatewayId, allowedPrefixes, virtualInterface } = props;
    const gateway = new DxGateway(this, "Resource", { name, amazonSideAsn: String(amazonAsn) });
    new DxGatewayAssociation(this, "association", {
      dxGatewayId: gateway.id,
      associatedGatewayId: gatewayId,
      allowedPrefixes: [...allowedPrefixes],
    });
    this.virtualInterfaceId =
      "hosted" in virtualInterface
        ? new DxHostedPrivateVirtualInterfaceAccepter(this, "accepted-interface", {
            virtualInterfaceId: virtualInterface.hosted,
            dxGatewayId: gateway.id,
            tags: { Name: name },
          }).virtualInterfaceId
        : this.createInterface(virtualInterface, gateway, name);
  }

  private createInterface(own: OwnVirtualInterface, gateway: DxGateway, name: string): string {
    return new DxPrivateVirtualInterface(this, "interface", {
      name,
      connectionId: own.connectionId,
      vlan: own.vlan,
      addressFamily: "ipv4",
      bgpAsn: own.customerAsn,
      amazonAddress: own.amazonAddress,
      customerAddress: own.customerAddress,
      mtu: own.mtu,
      dxGatewayId: gateway.id,
      tags: { Name: name },
    }).id;
  }
}
