import { type Estate, type Found, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, remote, resource, resources } from "./rule";

const LOCAL_ZONE = /-[a-z]{3}-\d[a-z]$/;

export const NETWORK: readonly Rule[] = [
  {
    // Local Zones support no RDS and no EFS mount targets, and most support no NAT gateways. Local Zones guide.
    rule: "a subnet is in an Availability Zone of its stack's region, or in a Local Zone that the stack opts into",
    check: each("aws_subnet", (found) => {
      const { availability_zone: zone } = found.attributes;
      const groups = found.stack.resources.filter(({ type }) => type === "aws_ec2_availability_zone_group");
      const chosen = groups.some(({ attributes }) => attributes.group_name === String(zone).replace(/[a-z]$/, ""));
      return chosen || new RegExp(`^${regionOf(found)}[a-z]$`).test(zone)
        ? undefined
        : `must be in a zone of ${regionOf(found)}, got ${zone}`;
    }),
    good: inIreland({ aws_subnet: { it: { availability_zone: "eu-west-1a" } } }),
    bad: {
      "a Local Zone": inIreland({ aws_subnet: { it: { availability_zone: "eu-west-1-lhr-1a" } } }),
      "another region": inIreland({ aws_subnet: { it: { availability_zone: "us-east-1a" } } }),
      "AWS's choice": inIreland({ aws_subnet: { it: { cidr_block: "10.0.0.0/24" } } }),
    },
  },
  {
    rule: "a subnet assigns no public addresses by default",
    check: each("aws_subnet", ({ attributes }) =>
      attributes.map_public_ip_on_launch ? "must not map public addresses on launch" : undefined,
    ),
    good: resource("aws_subnet", { map_public_ip_on_launch: false }),
    bad: { "public addresses": resource("aws_subnet", { map_public_ip_on_launch: true }) },
  },
  {
    // Subnets without a route to the endpoint do not use it. VPC guide, "Gateway endpoints".
    rule: "a gateway endpoint is on every route table that has no internet gateway",
    check: each("aws_vpc_endpoint", (endpoint, estate) => {
      const { vpc_endpoint_type, route_table_ids = [], vpc_id } = endpoint.attributes;
      if (vpc_endpoint_type !== "Gateway") {
        return undefined;
      }
      const missing = privateRouteTables(estate, endpoint.stack.id, vpc_id).filter(
        ({ address }) => !route_table_ids.some((reference: string) => reference === `\${${address}.id}`),
      );
      return missing.length > 0 ? `must be on ${missing.map(({ path }) => path).join(", ")}` : undefined;
    }),
    good: routed(["private", "isolated"]),
    bad: { "a tier left out": routed(["private"]), "no route table": routed([]) },
  },
  {
    // VPC guide, "Private DNS".
    rule: "an interface endpoint with private DNS is in a VPC with both DNS attributes",
    check: each("aws_vpc_endpoint", ({ stack, attributes }, estate) => {
      const vpc = estate.follow(stack, attributes.vpc_id)?.attributes;
      const resolves = vpc?.enable_dns_support === true && vpc.enable_dns_hostnames === true;
      return attributes.private_dns_enabled && !resolves
        ? "must be in a VPC with enable_dns_support and enable_dns_hostnames"
        : undefined;
    }),
    good: endpointIn({ enable_dns_support: true, enable_dns_hostnames: true }),
    bad: {
      "no host names": endpointIn({ enable_dns_support: true }),
      "no support": endpointIn({ enable_dns_support: false, enable_dns_hostnames: true }),
      "an unknown VPC": resource("aws_vpc_endpoint", { vpc_id: "vpc-1", private_dns_enabled: true }),
    },
  },
  {
    rule: "databases and file systems are in isolated subnets",
    check: each(["aws_db_subnet_group", "aws_efs_mount_target"], ({ stack, attributes }, estate) => {
      const references: string[] = attributes.subnet_ids ?? [attributes.subnet_id];
      const open = references.filter((reference) => {
        const subnet = estate.follow(stack, reference);
        return !subnet || leadsOut(estate, subnet);
      });
      return open.length > 0 ? `must be in isolated subnets, got ${open.join(", ")}` : undefined;
    }),
    good: databaseIn("isolated"),
    bad: { "a private subnet": databaseIn("private"), "a public subnet": databaseIn("public") },
  },
  {
    rule: "a load balancer or an Auto Scaling group spans at least two zones, except for a group in a Local Zone",
    check: each(["aws_lb", "aws_autoscaling_group"], ({ type, stack, attributes }, estate) => {
      const references: string[] = attributes.subnets ?? attributes.vpc_zone_identifier ?? [];
      const zones = new Set(references.map((subnet) => estate.follow(stack, subnet)?.attributes.availability_zone));
      // A Local Zone is one zone. A second one would be far from the site.
      const local = [...zones].every((zone) => LOCAL_ZONE.test(String(zone)));
      if (type === "aws_autoscaling_group" && references.length === 1 && local) {
        return undefined;
      }
      zones.delete(undefined);
      return zones.size >= 2 ? undefined : `must span at least two zones, got ${[...zones].join(", ") || "none"}`;
    }),
    good: resources({
      ...twoSubnets("eu-west-1a", "eu-west-1b", "eu-central-1-ham-1a"),
      aws_lb: { it: { subnets: bothSubnets() } },
      aws_autoscaling_group: { it: { max_size: 4, vpc_zone_identifier: ["${aws_subnet.s2.id}"] } },
    }),
    bad: {
      "two subnets of one zone": resources({
        ...twoSubnets("eu-west-1a", "eu-west-1a"),
        aws_lb: { it: { subnets: bothSubnets() } },
      }),
      "no subnet": resource("aws_autoscaling_group", { min_size: 1 }),
      "one host in one zone of a region": groupOf(1, "eu-west-1a"),
      "two hosts in one zone of a region": groupOf(2, "eu-west-1a"),
      "a load balancer in a Local Zone": resources({
        ...twoSubnets("eu-central-1-ham-1a"),
        aws_lb: { it: { max_size: 1, subnets: ["${aws_subnet.s0.id}"] } },
      }),
      "one host in unknown subnets": resource("aws_autoscaling_group", {
        max_size: 1,
        vpc_zone_identifier: ["subnet-1"],
      }),
    },
  },
];

/** Route tables of a VPC without a route to an internet gateway. */
function privateRouteTables(estate: Estate, stackId: string, vpcId: unknown): Found[] {
  const own = (type: string) => estate.resources(type).filter(({ stack }) => stack.id === stackId);
  const isPublic = (table: Found) =>
    own("aws_route").some(
      ({ attributes }) => attributes.gateway_id && attributes.route_table_id === `\${${table.address}.id}`,
    );
  return own("aws_route_table").filter((table) => table.attributes.vpc_id === vpcId && !isPublic(table));
}

/** True if the subnet's route table has a route, or if the subnet has no route table of its own. */
function leadsOut(estate: Estate, subnet: Found): boolean {
  const own = (type: string) => estate.resources(type).filter(({ stack }) => stack === subnet.stack);
  const association = own("aws_route_table_association").find(
    ({ attributes }) => attributes.subnet_id === `\${${subnet.address}.id}`,
  );
  return (
    !association ||
    own("aws_route").some(({ attributes }) => attributes.route_table_id === association.attributes.route_table_id)
  );
}

function inIreland(resource: Configuration): Fixture {
  return { stack: { provider: { aws: [{ region: "eu-west-1" }] }, resource } };
}

type Configuration = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** A network of three tiers, and an endpoint on the route tables of some. */
function routed(endpointOn: readonly string[]): Fixture {
  const reference = (tier: string) => `\${aws_route_table.${tier}.id}`;
  const tiers = ["public", "private", "isolated"];
  const each = (of: (tier: string) => Attributes) => Object.fromEntries(tiers.map((tier) => [tier, of(tier)]));
  return resources({
    aws_subnet: each(() => ({ availability_zone: "eu-west-1a" })),
    aws_route_table: each(() => ({ vpc_id: "vpc" })),
    aws_route_table_association: each((tier) => ({
      route_table_id: reference(tier),
      subnet_id: `\${aws_subnet.${tier}.id}`,
    })),
    aws_route: {
      public: { route_table_id: reference("public"), gateway_id: "igw" },
      private: { route_table_id: reference("private"), nat_gateway_id: "nat" },
    },
    aws_vpc_endpoint: {
      s3: { vpc_endpoint_type: "Gateway", vpc_id: "vpc", route_table_ids: endpointOn.map(reference) },
    },
  });
}

function databaseIn(tier: string): Fixture {
  const output = { subnet: { value: `\${aws_subnet.${tier}.id}` } };
  return {
    network: { ...routed([]).stack, output },
    data: { resource: { aws_db_subnet_group: { it: { subnet_ids: [remote("network", "subnet")] } } } },
  };
}

function endpointIn(vpc: Attributes): Fixture {
  return resources({
    aws_vpc: { it: vpc },
    aws_vpc_endpoint: { it: { vpc_id: "${aws_vpc.it.id}", private_dns_enabled: true } },
  });
}

function twoSubnets(...zones: readonly string[]): Configuration {
  return { aws_subnet: Object.fromEntries(zones.map((zone, index) => [`s${index}`, { availability_zone: zone }])) };
}

function bothSubnets(): string[] {
  return ["${aws_subnet.s0.id}", "${aws_subnet.s1.id}"];
}

function groupOf(size: number, zone: string): Fixture {
  return resources({
    ...twoSubnets(zone),
    aws_autoscaling_group: { it: { max_size: size, vpc_zone_identifier: ["${aws_subnet.s0.id}"] } },
  });
}
