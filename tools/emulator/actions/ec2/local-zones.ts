import { list, text, texts } from "../../protocol/params";
import { AwsError, changeXml, type Reply, resultReply, xmlOf } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { formOf } from "../forms";

const LOCAL_ZONE = /^([a-z]{2}(?:-[a-z]+)+-\d)-[a-z]{3}-\d[a-z]$/;

/**
 * Local Zones, which moto does not support: opt-in to a zone group, subnets in its zones, addresses of its border group. The
 * zones of a group exist after the first request for the group. moto keeps their subnets in the region's first zone.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyAvailabilityZoneGroup.html
 */
export const localZones: Feature = {
  service: "ec2",
  actions: {
    ModifyAvailabilityZoneGroup: (call) => {
      const name = text(call.request.params, "GroupName") ?? "";
      const status = text(call.request.params, "OptInStatus") ?? "";
      if (!LOCAL_ZONE.test(`${name}a`)) {
        throw new AwsError("InvalidParameterValue", `Invalid zone group: ${name}`);
      }
      if (status !== "opted-in") {
        throw new AwsError("InvalidOptInStatus", "Contact AWS Support to opt out of a zone group");
      }
      groups(call).set(name, status);
      return resultReply(call.request, { return: true });
    },
    DescribeAvailabilityZones: async (call) => {
      const { params, region } = call.request;
      const wanted = list(params, "Filter").find((filter) => text(filter, "Name") === "group-name");
      const names = texts(wanted, "Value");
      const local = names.filter((name) => LOCAL_ZONE.test(`${name}a`));
      if (local.length === 0) {
        return call.next();
      }
      const zones = local.map((name) => ({
        zoneState: "available",
        optInStatus: groups(call).get(name) ?? "not-opted-in",
        regionName: region,
        zoneName: `${name}a`,
        zoneId: `${name}-az1`,
        groupName: name,
        networkBorderGroup: name,
        zoneType: "local-zone",
        parentZoneName: `${region}a`,
      }));
      return resultReply(call.request, { availabilityZoneInfo: zones });
    },
    CreateSubnet: async (call) => {
      const zone = text(call.request.params, "AvailabilityZone") ?? "";
      const [, region] = LOCAL_ZONE.exec(zone) ?? [];
      if (region === undefined) {
        return call.next();
      }
      if (groups(call).get(zone.replace(/[a-z]$/, "")) !== "opted-in") {
        throw new AwsError("InvalidParameterValue", `Value (${zone}) for parameter availabilityZone is invalid.`);
      }
      const form = formOf(call.request);
      form.set("AvailabilityZone", `${region}a`);
      const reply = await call.next({ body: form.toString() });
      return changeXml(reply, (top) => {
        for (const subnet of children(top, "subnet")) {
          zones(call).set(textOf(subnet, "subnetId") ?? "", zone);
          Object.assign(subnet, { availabilityZone: zone });
        }
      });
    },
    DescribeSubnets: async (call) =>
      changeXml(await call.next(), (top) => {
        for (const subnet of children(top.subnetSet, "item")) {
          const zone = zones(call).get(textOf(subnet, "subnetId") ?? "");
          if (zone) {
            Object.assign(subnet, { availabilityZone: zone, availabilityZoneId: `${zone}-1` });
          }
        }
      }),
    AllocateAddress: async (call) => {
      const group = text(call.request.params, "NetworkBorderGroup");
      return changeXml(await call.next(), (top) => {
        if (group === undefined) {
          return;
        }
        borderGroups(call).set(textOf(top, "allocationId") ?? "", group);
        top.networkBorderGroup = group;
      });
    },
    DescribeAddresses: async (call) =>
      changeXml(await call.next(), (top) => {
        for (const address of children(top.addressesSet, "item")) {
          const group = borderGroups(call).get(textOf(address, "allocationId") ?? "");
          if (group) {
            Object.assign(address, { networkBorderGroup: group });
          }
        }
      }),
  },
};

/**
 * Propagation of a gateway's routes. moto refuses it.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html
 */
export const routePropagation: Feature = {
  service: "ec2",
  actions: {
    EnableVgwRoutePropagation: (call) => propagate(call, true),
    DisableVgwRoutePropagation: (call) => propagate(call, false),
    DescribeRouteTables: async (call) =>
      changeXml(await call.next(), (top) => {
        for (const table of children(top.routeTableSet, "item")) {
          const gateways = [...(propagations(call).get(textOf(table, "routeTableId") ?? "") ?? [])];
          const set = xmlOf(
            gateways.map((gatewayId) => ({ gatewayId })),
            "item",
          );
          (table as XmlTree).propagatingVgwSet = gateways.length > 0 ? set : "";
        }
      }),
    DeleteRouteTable: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        propagations(call).delete(text(call.request.params, "RouteTableId") ?? "");
      }
      return reply;
    },
  },
};

function propagate(call: Call, on: boolean): Reply {
  const table = text(call.request.params, "RouteTableId") ?? "";
  const gateway = text(call.request.params, "GatewayId") ?? "";
  const known = propagations(call).get(table) ?? new Set();
  if (!on && !known.has(gateway)) {
    throw new AwsError("InvalidParameterValue", `Gateway ${gateway} does not propagate to ${table}`);
  }
  if (on) {
    known.add(gateway);
  } else {
    known.delete(gateway);
  }
  propagations(call).set(table, known);
  return resultReply(call.request, { return: true });
}

function groups(call: Call): Map<string, string> {
  return call.state.regional(call.request, "ec2 zone groups");
}

function zones(call: Call): Map<string, string> {
  return call.state.regional(call.request, "ec2 zones of subnets");
}

function borderGroups(call: Call): Map<string, string> {
  return call.state.regional(call.request, "ec2 border groups of addresses");
}

function propagations(call: Call): Map<string, Set<string>> {
  return call.state.regional(call.request, "ec2 route propagations");
}
