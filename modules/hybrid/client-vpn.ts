import { Ec2ClientVpnAuthorizationRule } from "@cdktf/provider-aws/lib/ec2-client-vpn-authorization-rule";
import { Ec2ClientVpnEndpoint } from "@cdktf/provider-aws/lib/ec2-client-vpn-endpoint";
import { Ec2ClientVpnNetworkAssociation } from "@cdktf/provider-aws/lib/ec2-client-vpn-network-association";
import { Construct } from "constructs";
import { addressAt, isCidrBlock, overlaps, prefixLength } from "../shared/cidr";
import { ensure } from "../shared/errors";

export interface ClientVpnProps {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** Addresses of clients, /12 to /22. */
  readonly clientCidr: string;
  readonly serverCertificateArn: string;
  readonly authentication: ClientVpnAuthentication;
  readonly port: number;
  readonly protocol: "udp" | "tcp";
  /** 8, 10, 12 or 24. */
  readonly sessionTimeoutHours: number;
  /** Shown to whoever connects, at most 1400 characters. */
  readonly banner: string;
  /** Subnets that clients come out of, one per zone. */
  readonly associations: readonly { readonly zone: string; readonly subnetId: string }[];
  /** What clients may reach besides the VPC's DNS: ranges within the VPC, by what they are. */
  readonly targets: readonly { readonly key: string; readonly cidr: string }[];
  /** What clients carry: what these may reach, they may. */
  readonly securityGroupIds: readonly string[];
  /** Log group of connections. */
  readonly logGroupName: string;
}

/** Certificates are ARNs in ACM: a key must never come here, it would stay in the state. */
type ClientVpnAuthentication =
  | { readonly type: "certificate"; readonly clientRootCertificateArn: string }
  | { readonly type: "saml"; readonly providerArn: string; readonly groupIds: readonly string[] };

const SESSION_HOURS = [8, 10, 12, 24];
const PORTS = [443, 1194];

/**
 * A Client VPN endpoint in split tunnel: what people reach through it is the VPC, and of that only the targets.
 *
 * AWS adds a route for the whole VPC with the first association, pushes it, and lets nobody delete it; the authorization
 * rules are what decides. Billed by association and by connection, per hour.
 */
export class ClientVpn extends Construct {
  readonly endpointId: string;
  /** Escape hatch: the underlying `aws_ec2_client_vpn_endpoint`. */
  readonly resource: Ec2ClientVpnEndpoint;

  constructor(scope: Construct, id: string, props: ClientVpnProps) {
    super(scope, id);
    check(props);
    this.resource = this.createEndpoint(props);
    this.endpointId = this.resource.id;
    for (const { zone, subnetId } of props.associations) {
      new Ec2ClientVpnNetworkAssociation(this, `association-${zone}`, {
        clientVpnEndpointId: this.endpointId,
        subnetId,
      });
    }
    this.authorize(props);
  }

  private createEndpoint(props: ClientVpnProps): Ec2ClientVpnEndpoint {
    return new Ec2ClientVpnEndpoint(this, "Resource", {
      description: props.description,
      clientCidrBlock: props.clientCidr,
      serverCertificateArn: props.serverCertificateArn,
      authenticationOptions: [authenticationOptions(props.authentication)],
      vpcId: props.vpcId,
      securityGroupIds: [...props.securityGroupIds],
      vpnPort: props.port,
      transportProtocol: props.protocol,
      splitTunnel: true,
      // Names of the proxy resolve to private addresses in the VPC alone.
      dnsServers: [resolver(props.vpcCidr)],
      sessionTimeoutHours: props.sessionTimeoutHours,
      // Otherwise the client connects again by itself and the limit is none.
      disconnectOnSessionTimeout: true,
      clientLoginBannerOptions: { enabled: true, bannerText: props.banner },
      // The AWS provided client, from 5.2.0 on, puts a route back that something on the device has changed; others ignore it.
      clientRouteEnforcementOptions: { enforced: true },
      connectionLogOptions: { enabled: true, cloudwatchLogGroup: props.logGroupName },
      selfServicePortal: "disabled",
      tags: { Name: props.name },
    });
  }

  private authorize({ authentication, targets, vpcCidr }: ClientVpnProps): void {
    const groups = authentication.type === "saml" ? authentication.groupIds : [];
    const dns = { key: "dns", cidr: `${resolver(vpcCidr)}/32` };
    for (const { key, cidr } of [...targets, dns]) {
      const common = { clientVpnEndpointId: this.endpointId, targetNetworkCidr: cidr };
      if (groups.length === 0) {
        const description = `Everybody who connects, to ${key}`;
        new Ec2ClientVpnAuthorizationRule(this, `to-${key}`, { ...common, description, authorizeAllGroups: true });
      }
      for (const group of groups) {
        const description = `Group ${group}, to ${key}`;
        new Ec2ClientVpnAuthorizationRule(this, `to-${key}-${group}`, { ...common, description, accessGroupId: group });
      }
    }
  }
}

/** The VPC's own DNS resolver: its base address and two (VPC user guide, "Amazon DNS server"). */
function resolver(vpcCidr: string): string {
  return addressAt(vpcCidr, 2);
}

function authenticationOptions(authentication: ClientVpnAuthentication) {
  return authentication.type === "certificate"
    ? { type: "certificate-authentication", rootCertificateChainArn: authentication.clientRootCertificateArn }
    : { type: "federated-authentication", samlProviderArn: authentication.providerArn };
}

function check(props: ClientVpnProps): void {
  const { clientCidr, vpcCidr, port, sessionTimeoutHours, banner, associations, securityGroupIds, targets } = props;
  const sized = isCidrBlock(clientCidr) && prefixLength(clientCidr) >= 12 && prefixLength(clientCidr) <= 22;
  ensure(sized, "clientCidr", "be an IPv4 block of /12 to /22", clientCidr);
  ensure(!overlaps(clientCidr, vpcCidr), "clientCidr", `not overlap the VPC's ${vpcCidr}`, clientCidr);
  ensure(PORTS.includes(port), "port", "be 443 or 1194", port, "Client VPN listens on no other");
  ensure(SESSION_HOURS.includes(sessionTimeoutHours), "sessionTimeoutHours", "be 8, 10, 12 or 24", sessionTimeoutHours);
  ensure(banner.length <= 1400, "banner", "be at most 1400 characters", banner);
  const zones = associations.map(({ zone }) => zone);
  ensure(zones.length > 0 && new Set(zones).size === zones.length, "associations", "name each zone once", zones);
  ensure(securityGroupIds.length > 0, "securityGroupIds", "hold at least 1 group", securityGroupIds);
  ensure(targets.length > 0, "targets", "hold at least 1 range", targets);
}
