import { Ec2ClientVpnAuthorizationRule } from "@cdktf/provider-aws/lib/ec2-client-vpn-authorization-rule";
import { Ec2ClientVpnEndpoint } from "@cdktf/provider-aws/lib/ec2-client-vpn-endpoint";
import { Ec2ClientVpnNetworkAssociation } from "@cdktf/provider-aws/lib/ec2-client-vpn-network-association";
import { Construct } from "constructs";
import type { VpcFacts } from "../network/vpc";
import { addressAt, isCidrBlock, overlaps, prefixLength } from "../shared/cidr";
import { ensure } from "../shared/errors";

export interface ClientVpnProps {
  /** Name of the endpoint, e.g. `project-x-prod-aurora-vpn`. */
  readonly name: string;
  /** VPC of the subnets. Clients also use its DNS server. */
  readonly vpc: VpcFacts;
  /** ARN of the server's certificate in ACM, in the same account and region. */
  readonly serverCertificateArn: string;
  /** How clients authenticate. */
  readonly authentication: ClientVpnAuthentication;
  /** Subnets of the endpoint's network interfaces, one per zone. AWS charges for each by the hour. */
  readonly associations: readonly { readonly zone: string; readonly subnetId: string }[];
  /** CIDR blocks within the VPC that clients may reach, in addition to its DNS server. The key is part of construct ids. */
  readonly targets: readonly { readonly key: string; readonly cidr: string }[];
  /** Security groups of the endpoint's network interfaces. Their rules apply to all clients. */
  readonly securityGroupIds: readonly string[];
  /** Name of the log group for connections. */
  readonly logGroupName: string;
  /** Description of the endpoint. @default the name */
  readonly description?: string | undefined;
  /** Addresses of the clients, /12 to /22, outside the VPC's block. @default "192.168.128.0/22" */
  readonly clientCidr?: string | undefined;
  /** 443 or 1194. @default 443 */
  readonly port?: number | undefined;
  /** @default "udp" */
  readonly protocol?: "udp" | "tcp" | undefined;
  /** Hours until a client must connect again: 8, 10, 12 or 24. @default 12 */
  readonly sessionTimeoutHours?: number | undefined;
  /**
   * Text that the AWS provided client shows when a user connects, at most 1400 characters.
   * @default "This network is private. Connections are logged."
   */
  readonly banner?: string | undefined;
}

/** Certificates are ARNs in ACM. A private key must not be a prop, because Terraform's state would contain it. */
type ClientVpnAuthentication =
  | { readonly type: "certificate"; readonly clientRootCertificateArn: string }
  /** Without groups, all users of the identity provider may connect. */
  | { readonly type: "saml"; readonly providerArn: string; readonly groupIds?: readonly string[] | undefined };

const SESSION_HOURS = [8, 10, 12, 24];
const PORTS = [443, 1194];

/**
 * A Client VPN endpoint with a split tunnel, through which clients reach the targets within the VPC only.
 *
 * With the first association, AWS adds a route for the whole VPC and pushes it to clients. This route cannot be deleted, so
 * authorization rules restrict the access. Billed per association and per connection, by the hour.
 */
export class ClientVpn extends Construct {
  readonly endpointId: string;
  /** Addresses of the clients. */
  readonly clientCidr: string;
  /** Escape hatch: the underlying `aws_ec2_client_vpn_endpoint`. */
  readonly resource: Ec2ClientVpnEndpoint;

  constructor(scope: Construct, id: string, props: ClientVpnProps) {
    super(scope, id);
    const resolved = withDefaults(props);
    check(resolved);
    this.resource = this.createEndpoint(resolved);
    this.endpointId = this.resource.id;
    this.clientCidr = resolved.clientCidr;
    for (const { zone, subnetId } of props.associations) {
      new Ec2ClientVpnNetworkAssociation(this, `association-${zone}`, {
        clientVpnEndpointId: this.endpointId,
        subnetId,
      });
    }
    this.authorize(props);
  }

  private createEndpoint(props: Resolved): Ec2ClientVpnEndpoint {
    return new Ec2ClientVpnEndpoint(this, "Resource", {
      description: props.description,
      clientCidrBlock: props.clientCidr,
      serverCertificateArn: props.serverCertificateArn,
      authenticationOptions: [authenticationOptions(props.authentication)],
      vpcId: props.vpc.vpcId,
      securityGroupIds: [...props.securityGroupIds],
      vpnPort: props.port,
      transportProtocol: props.protocol,
      splitTunnel: true,
      // Private DNS names resolve on the VPC's own DNS server only.
      dnsServers: [resolver(props.vpc)],
      sessionTimeoutHours: props.sessionTimeoutHours,
      // Otherwise the client would reconnect automatically, and the timeout would have no effect.
      disconnectOnSessionTimeout: true,
      clientLoginBannerOptions: { enabled: true, bannerText: props.banner },
      // The AWS provided client, from 5.2.0 on, restores routes that the device has changed. Other clients ignore the option.
      clientRouteEnforcementOptions: { enforced: true },
      connectionLogOptions: { enabled: true, cloudwatchLogGroup: props.logGroupName },
      selfServicePortal: "disabled",
      tags: { Name: props.name },
    });
  }

  private authorize({ authentication, targets, vpc }: ClientVpnProps): void {
    const { groupIds = [] } = authentication.type === "saml" ? authentication : {};
    const dns = { key: "dns", cidr: `${resolver(vpc)}/32` };
    for (const { key, cidr } of [...targets, dns]) {
      const common = { clientVpnEndpointId: this.endpointId, targetNetworkCidr: cidr };
      if (groupIds.length === 0) {
        const description = `All users to ${key}`;
        new Ec2ClientVpnAuthorizationRule(this, `to-${key}`, { ...common, description, authorizeAllGroups: true });
      }
      for (const group of groupIds) {
        const description = `Group ${group} to ${key}`;
        new Ec2ClientVpnAuthorizationRule(this, `to-${key}-${group}`, { ...common, description, accessGroupId: group });
      }
    }
  }
}

type Resolved = ReturnType<typeof withDefaults>;

function withDefaults(props: ClientVpnProps) {
  const { description = props.name, clientCidr = "192.168.128.0/22", port = 443, protocol = "udp" } = props;
  const { sessionTimeoutHours = 12, banner = "This network is private. Connections are logged." } = props;
  return { ...props, description, clientCidr, port, protocol, sessionTimeoutHours, banner };
}

/** Address of the VPC's DNS server, the base address plus two (VPC user guide, "Amazon DNS server"). */
function resolver({ cidr }: VpcFacts): string {
  return addressAt(cidr, 2);
}

function authenticationOptions(authentication: ClientVpnAuthentication) {
  return authentication.type === "certificate"
    ? { type: "certificate-authentication", rootCertificateChainArn: authentication.clientRootCertificateArn }
    : { type: "federated-authentication", samlProviderArn: authentication.providerArn };
}

function check(props: Resolved): void {
  const { clientCidr, vpc, port, sessionTimeoutHours, banner, associations, securityGroupIds, targets } = props;
  const sized = isCidrBlock(clientCidr) && prefixLength(clientCidr) >= 12 && prefixLength(clientCidr) <= 22;
  ensure(sized, "clientCidr", "be an IPv4 block of /12 to /22", clientCidr);
  ensure(!overlaps(clientCidr, vpc.cidr), "clientCidr", `not overlap the VPC's ${vpc.cidr}`, clientCidr);
  ensure(PORTS.includes(port), "port", "be 443 or 1194", port, "Client VPN supports no other port");
  ensure(SESSION_HOURS.includes(sessionTimeoutHours), "sessionTimeoutHours", "be 8, 10, 12 or 24", sessionTimeoutHours);
  ensure(banner.length <= 1400, "banner", "be at most 1400 characters", banner);
  const zones = associations.map(({ zone }) => zone);
  ensure(zones.length > 0 && new Set(zones).size === zones.length, "associations", "name each zone once", zones);
  ensure(securityGroupIds.length > 0, "securityGroupIds", "hold at least 1 group", securityGroupIds);
  ensure(targets.length > 0, "targets", "hold at least 1 range", targets);
}
