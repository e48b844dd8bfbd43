import { isTree, list, text, texts } from "../../protocol/params";
import { AwsError, resultReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { type ClientVpn, change, create, endpoints, filtered, find, shown, status } from "./client-vpn";

/**
 * Client VPN endpoints. moto does not support them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ClientVpnEndpoint.html
 */
export const clientVpnEndpoints: Feature = {
  service: "ec2",
  actions: {
    CreateClientVpnEndpoint: (call) => {
      const vpn = create(call);
      return resultReply(call.request, {
        clientVpnEndpointId: vpn.id,
        dnsName: vpn.dnsName,
        status: { code: "pending-associate" },
      });
    },
    DescribeClientVpnEndpoints: (call) => {
      const ids = texts(call.request.params, "ClientVpnEndpointId");
      const missing = ids.find((id) => !endpoints(call).has(id));
      if (missing !== undefined) {
        throw new AwsError("InvalidClientVpnEndpointId.NotFound", `Endpoint ${missing} does not exist`);
      }
      const all = [...endpoints(call).values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
      const found = filtered(call.request, all, { "endpoint-id": ({ id }) => id });
      return resultReply(call.request, { clientVpnEndpoint: found.map(shown) });
    },
    ModifyClientVpnEndpoint: (call) => {
      const vpn = find(call);
      const { ClientVpnEndpointId: _, ...changes } = call.request.params;
      change(call, vpn, { params: { ...vpn.params, ...changes } });
      return resultReply(call.request, { return: true });
    },
    ApplySecurityGroupsToClientVpnTargetNetwork: (call) => {
      const vpn = find(call);
      const SecurityGroupId = texts(call.request.params, "SecurityGroupId");
      change(call, vpn, { params: { ...vpn.params, SecurityGroupId } });
      return resultReply(call.request, { securityGroupIds: SecurityGroupId });
    },
    DeleteClientVpnEndpoint: (call) => {
      const vpn = find(call);
      if (vpn.associations.size > 0) {
        throw new AwsError("InvalidParameterValue", `Endpoint ${vpn.id} has associated target networks`);
      }
      endpoints(call).delete(vpn.id);
      return status(call, "deleting");
    },
    ExportClientVpnClientConfiguration: (call) =>
      resultReply(call.request, { clientConfiguration: profile(find(call)) }),
    CreateTags: (call) => retag(call, (tags, key, value) => tags.set(key, value)),
    DeleteTags: (call) => retag(call, (tags, key) => tags.delete(key)),
  },
};

/** The gateway stores tags of endpoints, and moto all other tags. */
function retag(call: Call, act: (tags: Map<string, string>, key: string, value: string) => void) {
  const ids = texts(call.request.params, "ResourceId");
  const vpns = ids.flatMap((id) => endpoints(call).get(id) ?? []);
  if (vpns.length === 0) {
    return call.next();
  }
  for (const vpn of vpns) {
    const tags = new Map(vpn.tags);
    for (const tag of list(call.request.params, "Tag").filter(isTree)) {
      act(tags, text(tag, "Key") ?? "", text(tag, "Value") ?? "");
    }
    change(call, vpn, { tags });
  }
  return resultReply(call.request, { return: true });
}

/** The client configuration that AWS exports for mutual authentication, with the server's certificate authority. */
function profile(vpn: ClientVpn): string {
  return [
    "client",
    "dev tun",
    `proto ${text(vpn.params, "TransportProtocol") ?? "udp"}`,
    `remote ${vpn.dnsName.replace(/^\*\./, "")} ${text(vpn.params, "VpnPort") ?? "443"}`,
    "remote-random-hostname",
    "resolv-retry infinite",
    "nobind",
    "remote-cert-tls server",
    "cipher AES-256-GCM",
    "verb 3",
    "<ca>",
    "-----BEGIN CERTIFICATE-----",
    "ZW11bGF0ZWQ=",
    "-----END CERTIFICATE-----",
    "",
    "</ca>",
    "",
    "reneg-sec 0",
    "",
    "verify-x509-name server name",
    "",
  ].join("\n");
}
