import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association";
import { DxHostedPrivateVirtualInterfaceAccepter } from "@cdktf/provider-aws/lib/dx-hosted-private-virtual-interface-accepter";
import { DxPrivateVirtualInterface } from "@cdktf/provider-aws/lib/dx-private-virtual-interface";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface DirectConnectProps {
  /** Name of the Direct Connect gateway and prefix of the virtual interfaces' names, e.g. `project-x-prod-local-zone`. */
  readonly name: string;
  /** Private ASN of the Direct Connect gateway. It must differ from the ASN of the virtual private gateway. */
  readonly amazonAsn: number;
  /** ID of the VPC's virtual private gateway. */
  readonly gatewayId: string;
  /** CIDR blocks that AWS advertises to the site, usually the VPC's. */
  readonly allowedPrefixes: readonly string[];
  /** Private virtual interfaces to create, and hosted virtual interfaces to accept, at least one. */
  readonly virtualInterfaces: readonly VirtualInterfaceProps[];
}

export type VirtualInterfaceProps = PrivateVirtualInterface | HostedVirtualInterface;

/** How AWS chooses between the virtual interfaces for traffic to the site. The router on premises configures it. */
export type Preference = "high" | "medium" | "low";

interface Link {
  /** Part of names and construct IDs, unique in the list. @default none, for one entry at most */
  readonly name?: string | undefined;
  /** Code of the Direct Connect location, e.g. `EqDC2`. @default unknown */
  readonly location?: string | undefined;
  /** Preference, as a tag and in the router's configuration. @default AWS balances the traffic */
  readonly preference?: Preference | undefined;
  /** How often the router on premises repeats its ASN in the AS path. @default 0 */
  readonly asPathPrepend?: number | undefined;
}

/** A virtual interface that a partner created for this account. */
export interface HostedVirtualInterface extends Link {
  /** Its ID, e.g. `dxvif-fg1234ab`. */
  readonly hosted: string;
}

/** A virtual interface on a connection of this account. */
export interface PrivateVirtualInterface extends Link {
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
  /** Name in the configuration. @default none */
  readonly name?: string | undefined;
  /** ID, e.g. `dxvif-fg1234ab`. */
  readonly id: string;
  /** ID of its connection. Unknown for a hosted virtual interface. */
  readonly connectionId?: string | undefined;
}

/**
 * A Direct Connect gateway, its association with a virtual private gateway, and private virtual interfaces.
 *
 * No BGP key is set. The provider has no write-only argument for it (`bgp_auth_key`, 6.25), so a key would be stored in the
 * state. AWS generates a key instead. Read it with `aws directconnect describe-virtual-interfaces`. The partner sets the key of
 * a hosted virtual interface.
 *
 * BFD is always on at Amazon's side, 300 ms with a multiplier of 3, and starts when the router on premises enables it:
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/add-peer-to-vif.html. Only a drill shows that it works.
 */
export class DirectConnect extends Construct {
  readonly virtualInterfaces: readonly VirtualInterfaceFacts[];
  /** Escape hatch: the underlying `aws_dx_gateway`. */
  readonly resource: DxGateway;

  constructor(scope: Construct, id: string, props: DirectConnectProps) {
    super(scope, id);
    const { name, amazonAsn, gatewayId, allowedPrefixes, virtualInterfaces } = props;
    const names = virtualInterfaces.map((link) => link.name ?? "");
    ensure(names.length > 0, "virtualInterfaces", "hold at least 1 virtual interface", names.length);
    ensure(new Set(names).size === names.length, "virtualInterfaces", "have different names", names);
    this.resource = new DxGateway(this, "Resource", { name, amazonSideAsn: String(amazonAsn) });
    new DxGatewayAssociation(this, "association", {
      dxGatewayId: this.resource.id,
      associatedGatewayId: gatewayId,
      allowedPrefixes: [...allowedPrefixes],
    });
    this.virtualInterfaces = virtualInterfaces.map((link) => this.connect(link, name));
  }

  private connect(link: VirtualInterfaceProps, prefix: string): VirtualInterfaceFacts {
    const full = withName(prefix, link.name);
    const facts = link.name === undefined ? {} : { name: link.name };
    return "hosted" in link
      ? { ...facts, id: this.acceptInterface(link, full) }
      : { ...facts, id: this.createInterface(link, full), connectionId: link.connectionId };
  }

  private acceptInterface(link: HostedVirtualInterface, name: string): string {
    return new DxHostedPrivateVirtualInterfaceAccepter(this, withName("accepted-interface", link.name), {
      virtualInterfaceId: link.hosted,
      dxGatewayId: this.resource.id,
      tags: tagsOf(link, name),
    }).virtualInterfaceId;
  }

  private createInterface({ mtu = 1500, ...link }: PrivateVirtualInterface, name: string): string {
    const { connectionId, vlan, customerAsn, amazonAddress, customerAddress } = link;
    return new DxPrivateVirtualInterface(this, withName("interface", link.name), {
      name,
      connectionId,
      vlan,
      addressFamily: "ipv4",
      bgpAsn: customerAsn,
      amazonAddress,
      customerAddress,
      mtu,
      dxGatewayId: this.resource.id,
      tags: tagsOf(link, name),
    }).id;
  }
}

function withName(prefix: string, name: string | undefined): string {
  return name === undefined ? prefix : `${prefix}-${name}`;
}

/** AWS has no setting for the preference. The tag shows it in the console. */
function tagsOf({ preference, location }: VirtualInterfaceProps, name: string): Record<string, string> {
  return { Name: name, ...(preference ? { Preference: preference } : {}), ...(location ? { Location: location } : {}) };
}
