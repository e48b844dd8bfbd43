import { text, texts } from "../../protocol/params";
import { AwsError, type Fields, resultReply } from "../../protocol/reply";
import { child, parseXml, textOf } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { formOf } from "../forms";
import { type ClientVpn, change, endpoints, filtered, find, newId, type Route, type Rule, status } from "./client-vpn";

/**
 * Resources of a Client VPN endpoint: associated subnets, authorization rules, routes.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TargetNetwork.html
 */
export const clientVpnNetworks: Feature = {
  service: "ec2",
  actions: {
    AssociateClientVpnTargetNetwork: associate,
    DescribeClientVpnTargetNetworks: (call) => {
      const vpn = find(call);
      const ids = texts(call.request.params, "AssociationIds");
      const all = [...vpn.associations.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
      const missing = ids.find((id) => !vpn.associations.has(id));
      if (missing !== undefined) {
        throw new AwsError("InvalidClientVpnAssociationIdNotFound", `Association ${missing} does not exist`);
      }
      const found = filtered(call.request, all, { "association-id": ({ id }) => id });
      return resultReply(call.request, {
        clientVpnTargetNetworks: found.map(({ id, subnetId }) => ({
          associationId: id,
          vpcId: text(vpn.params, "VpcId"),
          targetNetworkId: subnetId,
          clientVpnEndpointId: vpn.id,
          status: { code: "associated" },
          securityGroups: texts(vpn.params, "SecurityGroupId"),
        })),
      });
    },
    DisassociateClientVpnTargetNetwork: (call) => {
      const vpn = find(call);
      const id = text(call.request.params, "AssociationId") ?? "";
      const association = vpn.associations.get(id);
      if (association === undefined) {
        throw new AwsError("InvalidClientVpnAssociationIdNotFound", `Association ${id} does not exist`);
      }
      const associations = without(vpn.associations, id);
      const routes = new Map([...vpn.routes].filter(([, route]) => route.subnetId !== association.subnetId));
      change(call, vpn, { associations, routes });
      return resultReply(call.request, { associationId: id, status: { code: "disassociating" } });
    },
    AuthorizeClientVpnIngress: (call) => {
      const vpn = find(call);
      const rule = ruleIn(call);
      change(call, vpn, { rules: new Map(vpn.rules).set(ruleKey(rule), rule) });
      return status(call, "active");
    },
    DescribeClientVpnAuthorizationRules: (call) => {
      const vpn = find(call);
      const found = filtered(call.request, [...vpn.rules.values()], {
        "destination-cidr": ({ cidr }) => cidr,
        "group-id": ({ group }) => group ?? "",
      });
      return resultReply(call.request, { authorizationRule: found.map((rule) => shownRule(vpn, rule)) });
    },
    RevokeClientVpnIngress: (call) => {
      const vpn = find(call);
      const key = ruleKey(ruleIn(call));
      if (!vpn.rules.has(key)) {
        throw new AwsError(
          "InvalidClientVpnEndpointAuthorizationRuleNotFound",
          "The authorization rule does not exist",
        );
      }
      change(call, vpn, { rules: without(vpn.rules, key) });
      return status(call, "revoking");
    },
    CreateClientVpnRoute: (call) => {
      const vpn = find(call);
      const route: Route = {
        cidr: text(call.request.params, "DestinationCidrBlock") ?? "",
        subnetId: text(call.request.params, "TargetVpcSubnetId") ?? "",
        description: text(call.request.params, "Description"),
        origin: "add-route",
      };
      change(call, vpn, { routes: new Map(vpn.routes).set(routeKey(route), route) });
      return status(call, "creating");
    },
    DescribeClientVpnRoutes: (call) => {
      const vpn = find(call);
      const found = filtered(call.request, [...vpn.routes.values()], {
        "destination-cidr": ({ cidr }) => cidr,
        "target-subnet": ({ subnetId }) => subnetId,
      });
      return resultReply(call.request, { routes: found.map((route) => shownRoute(vpn, route)) });
    },
    DeleteClientVpnRoute: (call) => {
      const vpn = find(call);
      const { params } = call.request;
      const key = routeKey({
        cidr: text(params, "DestinationCidrBlock") ?? "",
        subnetId: text(params, "TargetVpcSubnetId") ?? "",
      });
      if (vpn.routes.get(key)?.origin !== "add-route") {
        throw new AwsError("InvalidClientVpnRouteNotFound", "The route does not exist or was not added by hand");
      }
      change(call, vpn, { routes: without(vpn.routes, key) });
      return status(call, "deleting");
    },
  },
};

async function associate(call: Call) {
  const vpn = find(call);
  const subnetId = text(call.request.params, "SubnetId") ?? "";
  const form = formOf(call.request);
  const ask = (Action: string, key: string, value: string) =>
    call.next({
      body: new URLSearchParams({ Action, Version: form.get("Version") ?? "", [key]: value }).toString(),
    });
  const subnets = await ask("DescribeSubnets", "SubnetId.1", subnetId);
  if (subnets.status >= 300) {
    return subnets;
  }
  const vpcId = textOf(child(parseXml(subnets.body), "DescribeSubnetsResponse", "subnetSet", "item"), "vpcId") ?? "";
  const vpcs = await ask("DescribeVpcs", "VpcId.1", vpcId);
  const cidr = textOf(child(parseXml(vpcs.body), "DescribeVpcsResponse", "vpcSet", "item"), "cidrBlock") ?? "";
  const id = `cvpn-assoc-${newId()}`;
  const local: Route = { cidr, subnetId, description: "Default Route", origin: "associate" };
  change(call, endpoints(call).get(vpn.id) ?? vpn, {
    associations: new Map(endpoints(call).get(vpn.id)?.associations).set(id, { id, subnetId }),
    routes: new Map(endpoints(call).get(vpn.id)?.routes).set(routeKey(local), local),
  });
  return resultReply(call.request, { associationId: id, status: { code: "associating" } });
}

function shownRule(vpn: ClientVpn, { cidr, group, description }: Rule): Fields {
  return {
    clientVpnEndpointId: vpn.id,
    description,
    groupId: group,
    accessAll: group === undefined,
    destinationCidr: cidr,
    status: { code: "active" },
  };
}

function shownRoute(vpn: ClientVpn, { cidr, subnetId, description, origin }: Route): Fields {
  return {
    clientVpnEndpointId: vpn.id,
    destinationCidr: cidr,
    targetSubnet: subnetId,
    type: "Nat",
    origin,
    status: { code: "active" },
    description,
  };
}

function ruleIn({ request: { params } }: Call): Rule {
  return {
    cidr: text(params, "TargetNetworkCidr") ?? "",
    group: text(params, "AccessGroupId"),
    description: text(params, "Description"),
  };
}

function ruleKey({ cidr, group = "" }: Pick<Rule, "cidr" | "group">): string {
  return `${cidr} ${group}`;
}

function routeKey({ cidr, subnetId }: Pick<Route, "cidr" | "subnetId">): string {
  return `${cidr} ${subnetId}`;
}

function without<T>(all: ReadonlyMap<string, T>, key: string): Map<string, T> {
  return new Map([...all].filter(([one]) => one !== key));
}
