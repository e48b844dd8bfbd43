import { randomBytes } from "node:crypto";
import { at, list, type Param, type Params, text, texts } from "../../protocol/params";
import { AwsError, type Fields, type Reply, resultReply } from "../../protocol/reply";
import type { AwsRequest } from "../../protocol/request";
import type { Call } from "../feature";

/** A Client VPN endpoint with its resources. */
export interface ClientVpn {
  readonly id: string;
  readonly dnsName: string;
  readonly createdAt: Date;
  /** The parameters of its creation, with later modifications. */
  readonly params: Params;
  readonly tags: ReadonlyMap<string, string>;
  readonly associations: ReadonlyMap<string, Association>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly routes: ReadonlyMap<string, Route>;
}

interface Association {
  readonly id: string;
  readonly subnetId: string;
}

export interface Rule {
  readonly cidr: string;
  readonly group: string | undefined;
  readonly description: string | undefined;
}

export interface Route {
  readonly cidr: string;
  readonly subnetId: string;
  readonly description: string | undefined;
  /** AWS adds a route for the VPC with an association, and it cannot be deleted separately. */
  readonly origin: "associate" | "add-route";
}

export function endpoints(call: Call): Map<string, ClientVpn> {
  return call.state.regional(call.request, "client vpn endpoints");
}

/** The endpoint that the request names. */
export function find(call: Call): ClientVpn {
  const id = text(call.request.params, "ClientVpnEndpointId") ?? "";
  const found = endpoints(call).get(id);
  if (found === undefined) {
    throw new AwsError("InvalidClientVpnEndpointId.NotFound", `Endpoint ${id} does not exist`);
  }
  return found;
}

/** Stores an endpoint with changes. */
export function change(call: Call, vpn: ClientVpn, changes: Partial<ClientVpn>): void {
  endpoints(call).set(vpn.id, { ...vpn, ...changes });
}

export function create(call: Call): ClientVpn {
  const { params, region } = call.request;
  const id = `cvpn-endpoint-${newId()}`;
  const specifications = list(params, "TagSpecification");
  const tags = specifications.flatMap((one) => list(one, "Tag"));
  const vpn: ClientVpn = {
    id,
    dnsName: `*.${id}.prod.clientvpn.${region}.amazonaws.com`,
    createdAt: new Date(),
    params,
    tags: new Map(tags.map((tag) => [text(tag, "Key") ?? "", text(tag, "Value") ?? ""])),
    associations: new Map(),
    rules: new Map(),
    routes: new Map(),
  };
  endpoints(call).set(id, vpn);
  return vpn;
}

/** As DescribeClientVpnEndpoints shows it. */
export function shown(vpn: ClientVpn): Fields {
  const { params } = vpn;
  const flag = (...path: string[]) => text(params, ...path) === "true";
  return {
    clientVpnEndpointId: vpn.id,
    description: text(params, "Description"),
    status: { code: vpn.associations.size > 0 ? "available" : "pending-associate" },
    creationTime: vpn.createdAt,
    dnsName: vpn.dnsName,
    clientCidrBlock: text(params, "ClientCidrBlock"),
    dnsServer: serversIn(params),
    splitTunnel: flag("SplitTunnel"),
    vpnProtocol: "openvpn",
    transportProtocol: text(params, "TransportProtocol") ?? "udp",
    vpnPort: text(params, "VpnPort") ?? "443",
    serverCertificateArn: text(params, "ServerCertificateArn"),
    authenticationOptions: list(params, "Authentication").map(authentication),
    connectionLogOptions: {
      Enabled: flag("ConnectionLogOptions", "Enabled"),
      CloudwatchLogGroup: text(params, "ConnectionLogOptions", "CloudwatchLogGroup"),
      CloudwatchLogStream: text(params, "ConnectionLogOptions", "CloudwatchLogStream") ?? `${vpn.id}-stream`,
    },
    clientConnectOptions: { enabled: flag("ClientConnectOptions", "Enabled") },
    clientLoginBannerOptions: {
      enabled: flag("ClientLoginBannerOptions", "Enabled"),
      bannerText: text(params, "ClientLoginBannerOptions", "BannerText"),
    },
    clientRouteEnforcementOptions: { enforced: flag("ClientRouteEnforcementOptions", "Enforced") },
    sessionTimeoutHours: text(params, "SessionTimeoutHours") ?? "24",
    disconnectOnSessionTimeout: flag("DisconnectOnSessionTimeout"),
    securityGroupIdSet: texts(params, "SecurityGroupId"),
    vpcId: text(params, "VpcId"),
    tagSet: [...vpn.tags].map(([key, value]) => ({ key, value })),
  };
}

/** A creation has them in a list, a modification in a structure. */
function serversIn(params: Params): string[] {
  const changed = at(params, "DnsServers", "CustomDnsServers");
  return Array.isArray(changed) ? texts(params, "DnsServers", "CustomDnsServers") : texts(params, "DnsServers");
}

function authentication(one: Param): Fields {
  const root = text(one, "MutualAuthentication", "ClientRootCertificateChainArn");
  const provider = text(one, "FederatedAuthentication", "SAMLProviderArn");
  return {
    type: text(one, "Type"),
    ...(root ? { mutualAuthentication: { clientRootCertificateChain: root } } : {}),
    ...(provider ? { federatedAuthentication: { samlProviderArn: provider } } : {}),
  };
}

/** Items that match the request's filters. `fields` returns the value that a filter compares. */
export function filtered<T>(
  request: AwsRequest,
  items: readonly T[],
  fields: Record<string, (item: T) => string>,
): T[] {
  const filters = list(request.params, "Filter");
  return items.filter((item) =>
    filters.every((filter) => texts(filter, "Value").includes(fields[text(filter, "Name") ?? ""]?.(item) ?? "")),
  );
}

export function status(call: Call, code: string): Reply {
  return resultReply(call.request, { status: { code } });
}

/** Seventeen hexadecimal digits, as in EC2's ids. */
export function newId(): string {
  return randomBytes(9).toString("hex").slice(0, 17);
}
