import { randomBytes, randomUUID } from "node:crypto";
import { list, text } from "../../protocol/params";
import { AwsError, type Fields, jsonReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/**
 * Direct Connect gateways, their associations with virtual private gateways, and private virtual interfaces. Every resource is
 * available immediately.
 * https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Operations.html
 */
export const directConnect: Feature = {
  service: "directconnect",
  actions: {
    CreateDirectConnectGateway: (call) => {
      const gateway = {
        directConnectGatewayId: randomUUID(),
        directConnectGatewayName: text(call.request.params, "directConnectGatewayName"),
        amazonSideAsn: Number(text(call.request.params, "amazonSideAsn") ?? 64512),
        ownerAccount: call.request.account,
        directConnectGatewayState: "available",
      };
      gateways(call).set(gateway.directConnectGatewayId, gateway);
      return jsonReply({ directConnectGateway: gateway });
    },
    DescribeDirectConnectGateways: (call) =>
      jsonReply({ directConnectGateways: asked(gateways(call), text(call.request.params, "directConnectGatewayId")) }),
    DeleteDirectConnectGateway: (call) => {
      const gateway = existing(gateways(call), call, "directConnectGatewayId");
      gateways(call).delete(`${gateway.directConnectGatewayId}`);
      return jsonReply({ directConnectGateway: { ...gateway, directConnectGatewayState: "deleted" } });
    },
    CreateDirectConnectGatewayAssociation: (call) => {
      const gateway = existing(gateways(call), call, "directConnectGatewayId");
      const gatewayId = text(call.request.params, "gatewayId") ?? text(call.request.params, "virtualGatewayId") ?? "";
      const prefixes = list(call.request.params, "addAllowedPrefixesToDirectConnectGateway");
      const association = {
        associationId: randomUUID(),
        associationState: "associated",
        directConnectGatewayId: gateway.directConnectGatewayId,
        directConnectGatewayOwnerAccount: call.request.account,
        virtualGatewayId: gatewayId,
        virtualGatewayOwnerAccount: call.request.account,
        allowedPrefixesToDirectConnectGateway: prefixes.map((prefix) => ({ cidr: text(prefix, "cidr") })),
        associatedGateway: {
          id: gatewayId,
          type: "virtualPrivateGateway",
          ownerAccount: call.request.account,
          region: call.request.region,
        },
      };
      associations(call).set(association.associationId, association);
      return jsonReply({ directConnectGatewayAssociation: association });
    },
    DescribeDirectConnectGatewayAssociations: (call) => {
      const { params } = call.request;
      const byGateway = text(params, "directConnectGatewayId");
      const byVirtual = text(params, "virtualGatewayId") ?? text(params, "associatedGatewayId");
      const found = asked(associations(call), text(params, "associationId")).filter(
        (one) =>
          (byGateway === undefined || one.directConnectGatewayId === byGateway) &&
          (byVirtual === undefined || one.virtualGatewayId === byVirtual),
      );
      return jsonReply({ directConnectGatewayAssociations: found });
    },
    DeleteDirectConnectGatewayAssociation: (call) => {
      const association = existing(associations(call), call, "associationId");
      associations(call).delete(`${association.associationId}`);
      return jsonReply({ directConnectGatewayAssociation: { ...association, associationState: "disassociated" } });
    },
    CreatePrivateVirtualInterface: (call) => {
      const { params, account, region } = call.request;
      const of = (name: string) => text(params, "newPrivateVirtualInterface", name);
      const made = {
        ownerAccount: account,
        virtualInterfaceId: `dxvif-${randomBytes(4).toString("hex")}`,
        location: "EqBos1",
        connectionId: text(params, "connectionId"),
        virtualInterfaceType: "private",
        virtualInterfaceName: of("virtualInterfaceName"),
        vlan: Number(of("vlan")),
        asn: Number(of("asn")),
        amazonSideAsn: 64512,
        authKey: of("authKey") ?? `0x${randomBytes(8).toString("hex")}`,
        amazonAddress: of("amazonAddress"),
        customerAddress: of("customerAddress"),
        addressFamily: of("addressFamily") ?? "ipv4",
        virtualInterfaceState: "available",
        directConnectGatewayId: of("directConnectGatewayId"),
        mtu: Number(of("mtu") ?? 1500),
        jumboFrameCapable: true,
        siteLinkEnabled: of("enableSiteLink") === "true",
        region,
        awsDeviceV2: "EqBos1-lab",
        bgpPeers: [],
        tags: list(params, "newPrivateVirtualInterface", "tags").map(tagOf),
      };
      interfaces(call).set(made.virtualInterfaceId, made);
      return jsonReply(made);
    },
    /** The virtual interface of a partner exists as soon as it is accepted. */
    ConfirmPrivateVirtualInterface: (call) => {
      const { params, account, region } = call.request;
      const virtualInterfaceId = text(params, "virtualInterfaceId") ?? "";
      interfaces(call).set(virtualInterfaceId, {
        ownerAccount: account,
        virtualInterfaceId,
        virtualInterfaceType: "private",
        virtualInterfaceState: "available",
        directConnectGatewayId: text(params, "directConnectGatewayId"),
        region,
        tags: [],
      });
      return jsonReply({ virtualInterfaceState: "available" });
    },
    DescribeVirtualInterfaces: (call) =>
      jsonReply({ virtualInterfaces: asked(interfaces(call), text(call.request.params, "virtualInterfaceId")) }),
    DeleteVirtualInterface: (call) => {
      const found = existing(interfaces(call), call, "virtualInterfaceId");
      interfaces(call).delete(`${found.virtualInterfaceId}`);
      return jsonReply({ virtualInterfaceState: "deleted" });
    },
    DescribeTags: (call) => {
      const arns = list(call.request.params, "resourceArns").map(String);
      const resourceTags = arns.map((resourceArn) => ({ resourceArn, tags: tagsOf(call, resourceArn) }));
      return jsonReply({ resourceTags });
    },
    TagResource: (call) => {
      const arn = text(call.request.params, "resourceArn") ?? "";
      const added = list(call.request.params, "tags").map(tagOf);
      setTags(call, arn, [...tagsOf(call, arn).filter(({ key }) => !added.some((one) => one.key === key)), ...added]);
      return jsonReply({});
    },
    UntagResource: (call) => {
      const arn = text(call.request.params, "resourceArn") ?? "";
      const keys = list(call.request.params, "tagKeys").map(String);
      setTags(
        call,
        arn,
        tagsOf(call, arn).filter(({ key }) => !keys.includes(key)),
      );
      return jsonReply({});
    },
  },
};

interface Tag extends Fields {
  readonly key: string;
  readonly value: string;
}

function tagOf(tag: Parameters<typeof text>[0]): Tag {
  return { key: text(tag, "key") ?? "", value: text(tag, "value") ?? "" };
}

function tagsOf(call: Call, arn: string): Tag[] {
  return (interfaces(call).get(arn.replace(/^.*\//, ""))?.tags ?? []) as unknown as Tag[];
}

function setTags(call: Call, arn: string, tags: Tag[]): void {
  const id = arn.replace(/^.*\//, "");
  const found = interfaces(call).get(id);
  if (found) {
    interfaces(call).set(id, { ...found, tags: tags.map((tag) => ({ ...tag })) });
  }
}

function asked(table: ReadonlyMap<string, Fields>, id: string | undefined): Fields[] {
  return [...table].filter(([key]) => id === undefined || key === id).map(([, one]) => one);
}

function existing(table: ReadonlyMap<string, Fields>, call: Call, parameter: string): Fields {
  const id = text(call.request.params, parameter) ?? "";
  const found = table.get(id);
  if (!found) {
    throw new AwsError("DirectConnectClientException", `${parameter} ${id} does not exist`);
  }
  return found;
}

function gateways(call: Call): Map<string, Fields> {
  return call.state.global(call.request, "direct connect gateways");
}

function associations(call: Call): Map<string, Fields> {
  return call.state.global(call.request, "direct connect gateway associations");
}

function interfaces(call: Call): Map<string, Fields> {
  return call.state.regional(call.request, "direct connect virtual interfaces");
}
