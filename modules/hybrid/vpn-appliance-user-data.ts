import { cloudConfig, environmentFile } from "../hosts/cloud-config";
import type { ReadableTunnelSecret } from "./tunnel-secret";

/** BGP sessions with VPC Route Server. */
export interface ApplianceRouting {
  /** ASN of the appliance. */
  readonly asn: number;
  /** ASN of the route server. */
  readonly peerAsn: number;
  /** IPv4 addresses of the route server endpoints. */
  readonly peerAddresses: readonly string[];
}

/** The VPN router on premises. */
export interface VpnPeer {
  /** Public IPv4 address. */
  readonly address: string;
  /** CIDR blocks on premises that are reached through the tunnel. */
  readonly ranges: readonly string[];
  /** IKE identity. @default its address */
  readonly id?: string | undefined;
}

export interface ApplianceUserDataProps {
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** IPv4 CIDR block of the VPC. */
  readonly vpcCidr: string;
  /** ARN and kind of the secret that authenticates the appliance. */
  readonly secret: Pick<ReadableTunnelSecret, "arn" | "authentication">;
  /** The VPN router on premises. */
  readonly peer: VpnPeer;
  /** IKE identity of the appliance: its public IPv4 address. */
  readonly localId: string;
  /** Largest TCP segment in bytes, 536 to 1460. @default 1350, which fits the tunnel over a path with an MTU of 1500 */
  readonly maxSegmentBytes?: number | undefined;
  /** BGP sessions with VPC Route Server. @default none, the path monitor changes the route */
  readonly routing?: ApplianceRouting | undefined;
  /** Log group of the host's journal. @default the journal stays on the host */
  readonly logGroupName?: string | undefined;
}

const PARTS = ["host.sh", "journal.sh", "journal.py", "keys.sh", "keys.py", "tunnel.sh", "routing.sh"];

/**
 * The cloud-init document of the strongSwan appliance: `userdata/vpn-appliance.sh` and its settings.
 *
 * @throws Error when the document exceeds EC2's limit of 16 KB
 */
export function applianceUserData(props: ApplianceUserDataProps): string {
  const { secret, peer, maxSegmentBytes = 1350, routing } = props;
  const settings = environmentFile("TIERRA_", {
    REGION: props.region,
    SECRET_ARN: secret.arn,
    AUTHENTICATION: secret.authentication,
    LOCAL_ID: props.localId,
    LOCAL_RANGES: props.vpcCidr,
    REMOTE_GATEWAY: peer.address,
    REMOTE_ID: peer.id ?? peer.address,
    REMOTE_RANGES: peer.ranges.join(","),
    MSS: maxSegmentBytes,
    ...(props.logGroupName === undefined ? {} : { LOG_GROUP: props.logGroupName }),
    ...(routing
      ? { BGP_ASN: routing.asn, BGP_PEER_ASN: routing.peerAsn, BGP_PEERS: routing.peerAddresses.join(",") }
      : {}),
  });
  return cloudConfig({
    settings: { "/etc/tierra/host.env": settings },
    files: [
      { source: "vpn-appliance.sh", path: "opt/tierra/bin/vpn-appliance.sh", executable: true },
      { source: "lib.sh", path: "opt/tierra/bin/lib.sh" },
      ...PARTS.map((part) => ({ source: `vpn-appliance/${part}`, path: `opt/tierra/bin/vpn-appliance/${part}` })),
      {
        source: "systemd/tierra-vpn-appliance.service",
        path: "etc/systemd/system/tierra-vpn-appliance.service",
      },
    ],
    service: "tierra-vpn-appliance.service",
  });
}
