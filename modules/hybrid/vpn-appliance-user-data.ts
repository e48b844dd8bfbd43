import { cloudConfig, environmentFile } from "../hosts/cloud-config";

/** BGP towards VPC Route Server. */
export interface ApplianceRouting {
  readonly asn: number;
  readonly peerAsn: number;
  readonly peerAddresses: readonly string[];
}

export interface ApplianceUserDataProps {
  readonly region: string;
  readonly vpcCidr: string;
  readonly authentication: "psk" | "certificate";
  readonly maxSegmentBytes: number;
  readonly secret: { readonly arn: string };
  readonly peer: { readonly address: string; readonly id: string; readonly ranges: readonly string[] };
  /** IKE identity: the address that the site sees. */
  readonly localId: string;
  readonly routing?: ApplianceRouting;
}

const PARTS = ["host", "tunnel", "routing"];

/** The cloud-init document of the project's own VPN appliance: `userdata/vpn-appliance.sh` and its settings. */
export function applianceUserData(props: ApplianceUserDataProps): string {
  const { peer, routing } = props;
  const settings = environmentFile("TIERRA_", {
    REGION: props.region,
    SECRET_ARN: props.secret.arn,
    AUTHENTICATION: props.authentication,
    LOCAL_ID: props.localId,
    LOCAL_RANGES: props.vpcCidr,
    REMOTE_GATEWAY: peer.address,
    REMOTE_ID: peer.id,
    REMOTE_RANGES: peer.ranges.join(","),
    MSS: props.maxSegmentBytes,
    ...(routing
      ? { BGP_ASN: routing.asn, BGP_PEER_ASN: routing.peerAsn, BGP_PEERS: routing.peerAddresses.join(",") }
      : {}),
  });
  return cloudConfig({
    settings: { "/etc/tierra/host.env": settings },
    files: [
      { source: "vpn-appliance.sh", path: "opt/tierra/bin/vpn-appliance.sh", executable: true },
      { source: "lib.sh", path: "opt/tierra/bin/lib.sh" },
      ...PARTS.map((part) => ({ source: `vpn-appliance/${part}.sh`, path: `opt/tierra/bin/vpn-appliance/${part}.sh` })),
      {
        source: "systemd/tierra-vpn-appliance.service",
        path: "etc/systemd/system/tierra-vpn-appliance.service",
      },
    ],
    service: "tierra-vpn-appliance.service",
  });
}
