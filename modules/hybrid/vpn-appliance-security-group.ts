import type { Construct } from "constructs";
import type { VpcFacts } from "../network/vpc";
import { SecurityGroup } from "../security/security-group";

export interface VpnApplianceSecurityGroupProps {
  /** Name of the security group, e.g. `project-x-prod-vpn-appliance`. */
  readonly name: string;
  /** VPC whose traffic the appliance forwards. */
  readonly vpc: VpcFacts;
  /** Public IPv4 address of the VPN router on premises. */
  readonly peerAddress: string;
}

/** UDP ports of IKE, and of IKE and ESP with NAT traversal. RFC 7296, section 2.23. */
const TUNNEL_PORTS = { ike: 500, esp: 4500 };

/** Allows the tunnel, the traffic that the appliance forwards, and downloads. */
export class VpnApplianceSecurityGroup extends SecurityGroup {
  constructor(scope: Construct, id: string, { name, vpc, peerAddress }: VpnApplianceSecurityGroupProps) {
    super(scope, id, { name, description: "VPN appliance", vpcId: vpc.vpcId });
    this.allowTunnel(peerAddress);
    this.allowForwarding(vpc.cidr);
    for (const port of [80, 443]) {
      this.allowTo(`to-internet-${port}`, {
        // Debian's mirrors and AWS services have no fixed addresses. apt verifies the signatures of packages.
        peer: { cidrIpv4: "0.0.0.0/0" },
        port,
        description: "Debian packages and AWS services",
      });
    }
  }

  private allowTunnel(peerAddress: string): void {
    const rule = { peer: { cidrIpv4: `${peerAddress}/32` }, protocol: "udp" } as const;
    const ike = { ...rule, port: TUNNEL_PORTS.ike, description: "IKE key exchange" };
    const esp = { ...rule, port: TUNNEL_PORTS.esp, description: "IKE and ESP in UDP (NAT traversal)" };
    this.allowFrom("ike-from-site", ike);
    this.allowTo("ike-to-site", ike);
    this.allowFrom("esp-from-site", esp);
    this.allowTo("esp-to-site", esp);
  }

  private allowForwarding(vpcCidr: string): void {
    this.allowFrom("from-vpc", {
      peer: { cidrIpv4: vpcCidr },
      traffic: "all",
      description: "Traffic from the VPC to the site; security groups of the senders filter it",
    });
    this.allowTo("to-vpc", {
      peer: { cidrIpv4: vpcCidr },
      traffic: "all",
      description: "Traffic from the site to the VPC; security groups of the receivers filter it",
    });
  }
}
