import { statementsOf } from "../helpers/policy";
import { each, eachStack, type Rule, resource, resources } from "./rule";

const LOCAL_ZONE = /-[a-z]{3}-\d[a-z]$/;
/** Resources that no Local Zone supports. https://aws.amazon.com/about-aws/global-infrastructure/localzones/features/ */
const REGIONAL = ["aws_db_subnet_group", "aws_efs_mount_target", "aws_lb", "aws_nat_gateway", "aws_vpc_endpoint"];
const ROUTE_WRITES = ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"];

export const LOCAL_ZONES: readonly Rule[] = [
  {
    rule: "routes of a virtual private gateway propagate to two route tables, of production and of the path monitor",
    check: eachStack(({ resources }) => {
      const gateways = resources.filter(({ type }) => type === "aws_vpn_gateway");
      const tables = new Set(
        resources
          .filter(({ type }) => type === "aws_vpn_gateway_route_propagation")
          .map(({ attributes }) => attributes.route_table_id),
      );
      return gateways.length > 0 && tables.size !== 2 ? [`must propagate to two route tables, got ${tables.size}`] : [];
    }),
    good: propagating("one", "two"),
    bad: { "one table": propagating("one"), "three tables": propagating("one", "two", "three") },
  },
  {
    rule: "a Local Zone contains only resources that it supports",
    check: each(REGIONAL, ({ stack, attributes }, estate) => {
      const references = [attributes.subnet_ids ?? attributes.subnets ?? attributes.subnet_id ?? []].flat();
      const local = references.filter((reference) =>
        LOCAL_ZONE.test(estate.follow(stack, reference)?.attributes.availability_zone ?? ""),
      );
      return local.length > 0 ? `must not be in a Local Zone, got ${local.join(", ")}` : undefined;
    }),
    good: endpointIn("us-east-1a"),
    bad: { "an endpoint in Boston": endpointIn("us-east-1-bos-1a") },
  },
  {
    rule: "the address of an interface in a Local Zone comes from the zone's network border group",
    check: each("aws_eip", ({ stack, attributes }, estate) => {
      const nic = estate.follow(stack, attributes.network_interface);
      const zone = nic && estate.follow(nic.stack, nic.attributes.subnet_id)?.attributes.availability_zone;
      if (!zone || !LOCAL_ZONE.test(zone)) {
        return undefined;
      }
      const group = estate.follow(stack, attributes.network_border_group)?.attributes.group_name;
      const wanted = zone.replace(/[a-z]$/, "");
      return [group, attributes.network_border_group].includes(wanted) ? undefined : `must come from ${wanted}`;
    }),
    good: addressIn("us-east-1-bos-1"),
    bad: { "the group of the region": addressIn("us-east-1"), "no group": addressIn(undefined) },
  },
  {
    rule: "a policy that allows changes of routes allows them in one route table",
    check: each(["aws_iam_role_policy", "aws_iam_policy"], ({ attributes }) => {
      const writes = statementsOf(attributes.policy ?? "{}").filter(
        ({ effect, actions }) => effect === "Allow" && actions.some(mayWriteRoutes),
      );
      const targets = writes.flatMap((statement) => statement.resources);
      const single = targets.length === 1 && /:route-table\/(rtb-|\$\{)[^*]*$/.test(targets[0] ?? "");
      return writes.length === 0 || single ? undefined : `must list one route table, got ${targets.join(", ")}`;
    }),
    good: mayRoute("arn:aws:ec2:us-east-1:123456789012:route-table/rtb-1"),
    bad: {
      "every table": mayRoute("arn:aws:ec2:us-east-1:123456789012:route-table/*"),
      everything: mayRoute("*"),
      "every table, by a pattern": resource("aws_iam_policy", {
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "ec2:*Route", Resource: "*" }] }),
      }),
      "two tables": mayRoute("arn:aws:ec2:x:1:route-table/rtb-1", "arn:aws:ec2:x:1:route-table/rtb-2"),
    },
  },
  {
    // With inline routes, Terraform would remove the routes that the path monitor adds.
    rule: "a route table has no inline routes and no inline propagation",
    check: each("aws_route_table", ({ attributes }) =>
      "route" in attributes || "propagating_vgws" in attributes
        ? "must have neither route nor propagating_vgws"
        : undefined,
    ),
    good: resource("aws_route_table", { vpc_id: "vpc" }),
    bad: {
      "an inline route": resource("aws_route_table", { route: [{ cidr_block: "0.0.0.0/0" }] }),
      "inline propagation": resource("aws_route_table", { propagating_vgws: ["vgw-1"] }),
    },
  },
  {
    rule: "a route table with propagated routes has static routes to single addresses only",
    check: each("aws_route", ({ stack, attributes }, estate) => {
      const moved = estate.resources("aws_vpn_gateway_route_propagation").some((it) => {
        const table = estate.follow(it.stack, it.attributes.route_table_id);
        return table && estate.follow(stack, attributes.route_table_id)?.address === table.address;
      });
      return moved && !/\/32$/.test(attributes.destination_cidr_block) ? "must be a single address" : undefined;
    }),
    good: routed("192.168.255.1/32"),
    bad: { "a range": routed("192.168.0.0/16") },
  },
];

/** True for an action, or a pattern of actions, that allows changes of routes. */
function mayWriteRoutes(action: string): boolean {
  const pattern = new RegExp(`^${action.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  return ROUTE_WRITES.some((write) => pattern.test(write));
}

function propagating(...tables: readonly string[]) {
  return resources({
    aws_vpn_gateway: { it: {} },
    aws_vpn_gateway_route_propagation: Object.fromEntries(tables.map((table) => [table, { route_table_id: table }])),
  });
}

function endpointIn(zone: string) {
  return resources({
    aws_subnet: { it: { availability_zone: zone } },
    aws_vpc_endpoint: { it: { subnet_ids: ["${aws_subnet.it.id}"] } },
  });
}

function addressIn(group: string | undefined) {
  return resources({
    aws_subnet: { it: { availability_zone: "us-east-1-bos-1a" } },
    aws_network_interface: { it: { subnet_id: "${aws_subnet.it.id}" } },
    aws_eip: { it: { network_interface: "${aws_network_interface.it.id}", network_border_group: group } },
  });
}

function mayRoute(...targets: readonly string[]) {
  const statement = { Effect: "Allow", Action: ROUTE_WRITES, Resource: targets };
  return resource("aws_iam_role_policy", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
}

function routed(range: string) {
  const table = "${aws_route_table.it.id}";
  return resources({
    aws_route_table: { it: { vpc_id: "vpc" } },
    aws_vpn_gateway_route_propagation: { it: { route_table_id: table } },
    aws_route: { it: { route_table_id: table, destination_cidr_block: range } },
  });
}
