import type { Estate, Found } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, eachStack, type Rule, resource, resources } from "./rule";

const RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] as const;
const GROUPS = ["aws_security_group", ...RULES] as const;
const PEERS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"] as const;

const PROBE = { ip_protocol: "icmp", from_port: 8, to_port: 0 };
const ROUTER_GROUP = "${aws_security_group.router.id}";

/** EC2 API reference, CreateSecurityGroup and IpRange. */
const DESCRIPTION = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

export const SECURITY_GROUPS: readonly Rule[] = [
  {
    rule: "a security group has no inline rules",
    check: each(["aws_security_group", "aws_default_security_group"], ({ attributes }) =>
      ["ingress", "egress"].some((side) => (attributes[side] ?? []).length > 0)
        ? "must not have inline rules"
        : undefined,
    ),
    good: resource("aws_default_security_group", { ingress: [], egress: [] }),
    bad: {
      "inline ingress": resource("aws_security_group", { ingress: [{ from_port: 22 }] }),
      "inline egress": resource("aws_default_security_group", { egress: [{ from_port: 0 }] }),
    },
  },
  {
    rule: "no rule is an aws_security_group_rule, which allows several peers and no tags",
    check: each("aws_security_group_rule", () => "must be an aws_vpc_security_group_{ingress,egress}_rule"),
    good: resource("aws_vpc_security_group_ingress_rule", {}),
    bad: { "an old rule": resource("aws_security_group_rule", { type: "ingress" }) },
  },
  {
    rule: "the default security group has no rules",
    check: eachStack(({ resources }) =>
      resources
        .filter(({ type }) => type === "aws_vpc")
        .filter((vpc) => !resources.some((other) => isClosedDefault(other, vpc)))
        .map(({ path }) => `${path} must have an aws_default_security_group with ingress [] and egress []`),
    ),
    good: {
      stack: {
        resource: {
          aws_vpc: { it: {} },
          aws_default_security_group: { it: { vpc_id: "${aws_vpc.it.id}", ingress: [], egress: [] } },
        },
      },
    },
    bad: {
      "no aws_default_security_group": resource("aws_vpc", {}),
      "the default rules": {
        stack: {
          resource: { aws_vpc: { it: {} }, aws_default_security_group: { it: { vpc_id: "${aws_vpc.it.id}" } } },
        },
      },
    },
  },
  {
    rule: "a rule has exactly one peer",
    check: each(RULES, ({ attributes }) => {
      const peers = PEERS.filter((peer) => peer in attributes);
      return peers.length === 1 ? undefined : `must have one peer, got ${peers.join(" and ") || "none"}`;
    }),
    good: resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.0.0.0/16" }),
    bad: {
      "no peer": resource("aws_vpc_security_group_egress_rule", { from_port: 1 }),
      "two peers": resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.0.0.0/16", cidr_ipv6: "::/0" }),
    },
  },
  {
    rule: "a group and a rule have a description in characters that EC2 accepts",
    check: each(GROUPS, ({ attributes: { description = "" } }) =>
      DESCRIPTION.test(description) ? undefined : `must have a description that EC2 accepts, got "${description}"`,
    ),
    good: resource("aws_vpc_security_group_ingress_rule", { description: "Requests of viewers (HTTPS)" }),
    bad: {
      "no description": resource("aws_security_group", { name: "app" }),
      "an apostrophe": resource("aws_vpc_security_group_egress_rule", { description: "the host's requests" }),
      "256 characters": resource("aws_security_group", { description: "x".repeat(256) }),
    },
  },
  {
    rule: "ingress from the whole internet exists only if the configuration allows it",
    check: each("aws_vpc_security_group_ingress_rule", (found, estate) =>
      isWorld(found) && !isMeant(found, estate) ? "must not allow ingress from the whole internet" : undefined,
    ),
    good: resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.0.0.0/16", from_port: 443 }),
    bad: {
      "all of IPv4": resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "0.0.0.0/0", from_port: 443 }),
      "half of IPv4": resource("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "128.0.0.0/1", from_port: 443 }),
      "all of IPv6": resource("aws_vpc_security_group_ingress_rule", { cidr_ipv6: "::/0", from_port: 443 }),
    },
  },
  {
    rule: "a rule allows one port, or a ping to one address, or all traffic between a router and its own VPC",
    check: each(RULES, (found, estate) => {
      const { from_port, to_port, ip_protocol } = found.attributes;
      return isProbe(found) || isForwarding(found, estate) || opensOnePort(found)
        ? undefined
        : `must allow one port, got ${ip_protocol} ${from_port}-${to_port}`;
    }),
    good: resources({
      aws_vpc_security_group_egress_rule: {
        port: { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "0.0.0.0/0" },
        probe: { ...PROBE, cidr_ipv4: "192.168.0.2/32" },
      },
      ...forwarding({ cidr_ipv4: "10.20.0.0/16" }),
    }),
    bad: {
      "all traffic": resource("aws_vpc_security_group_egress_rule", { ip_protocol: "-1" }),
      "all traffic with a port": resource("aws_vpc_security_group_egress_rule", {
        ip_protocol: "-1",
        from_port: 443,
        to_port: 443,
      }),
      "all ports": resource("aws_vpc_security_group_ingress_rule", {
        ip_protocol: "tcp",
        from_port: 0,
        to_port: 65535,
      }),
      "pings to a network": resource("aws_vpc_security_group_egress_rule", { ...PROBE, cidr_ipv4: "192.168.0.0/16" }),
      "ingress of pings": resource("aws_vpc_security_group_ingress_rule", { ...PROBE, cidr_ipv4: "192.168.0.2/32" }),
      "all of ICMP": resource("aws_vpc_security_group_egress_rule", {
        ...PROBE,
        from_port: -1,
        to_port: -1,
        cidr_ipv4: "192.168.0.2/32",
      }),
      "the whole internet at a router": resources(forwarding({ cidr_ipv4: "0.0.0.0/0" })),
      "another group at a router": resources(forwarding({ referenced_security_group_id: "sg-1" })),
      "the network of another VPC at a router": resources(forwarding({ cidr_ipv4: "10.99.0.0/16" })),
      "a larger network than the router's VPC": resources(forwarding({ cidr_ipv4: "10.0.0.0/8" })),
      "all ports of a router": resources(
        forwarding({ cidr_ipv4: "10.20.0.0/16", ip_protocol: "tcp", from_port: 0, to_port: 65535 }),
      ),
      "a group of an interface that does not forward traffic": resources(
        forwarding({ cidr_ipv4: "10.20.0.0/16" }, true),
      ),
      "a router's group that another interface has, too": resources({
        ...forwarding({ cidr_ipv4: "10.20.0.0/16" }),
        aws_launch_template: { it: { network_interfaces: [{ security_groups: [ROUTER_GROUP] }] } },
      }),
    },
  },
];

function opensOnePort({ attributes: { ip_protocol, from_port, to_port } }: Found): boolean {
  return ["tcp", "udp"].includes(ip_protocol) && from_port !== undefined && to_port === from_port;
}

/** Egress of echo requests to one address. */
function isProbe({ type, attributes }: Found): boolean {
  const { ip_protocol, from_port, to_port, cidr_ipv4 } = attributes;
  const echo = ip_protocol === "icmp" && from_port === 8 && to_port === 0;
  return type === "aws_vpc_security_group_egress_rule" && echo && /\/32$/.test(cidr_ipv4 ?? "");
}

/**
 * True for a rule that allows all traffic between a router and its own VPC: the ends of a connection filter it. Only interfaces
 * that forward traffic have the router's group.
 */
function isForwarding({ stack, attributes }: Found, estate: Estate): boolean {
  const { ip_protocol, from_port, cidr_ipv4, security_group_id } = attributes;
  const wearers = stack.resources.filter(
    (it) => !RULES.some((rule) => rule === it.type) && JSON.stringify(it.attributes).includes(security_group_id),
  );
  const routers = wearers.filter((it) => it.type === "aws_network_interface" && !it.attributes.source_dest_check);
  const vpc = estate.follow(stack, estate.follow(stack, security_group_id)?.attributes.vpc_id)?.attributes;
  return (
    ip_protocol === "-1" &&
    from_port === undefined &&
    vpc !== undefined &&
    cidr_ipv4 === vpc.cidr_block &&
    routers.length > 0 &&
    routers.length === wearers.length &&
    routers.every((it) => it.attributes.source_dest_check === false)
  );
}

/** A router in a VPC of 10.20.0.0/16, and one rule of its group. */
function forwarding(rule: Attributes, checksSource = false) {
  return {
    aws_vpc: { it: { cidr_block: "10.20.0.0/16" } },
    aws_security_group: { router: { vpc_id: "${aws_vpc.it.id}" } },
    aws_network_interface: { it: { source_dest_check: checksSource, security_groups: [ROUTER_GROUP] } },
    aws_vpc_security_group_ingress_rule: { it: { ip_protocol: "-1", security_group_id: ROUTER_GROUP, ...rule } },
  };
}

function isClosedDefault(
  candidate: { type: string; attributes: Found["attributes"] },
  vpc: { address: string },
): boolean {
  const { type, attributes } = candidate;
  const isOf = type === "aws_default_security_group" && attributes.vpc_id === `\${${vpc.address}.id}`;
  return isOf && attributes.ingress?.length === 0 && attributes.egress?.length === 0;
}

/** True for a block larger than a /8 of IPv4 or a /16 of IPv6, which belongs to no single network. */
function isWorld({ attributes: { cidr_ipv4, cidr_ipv6 } }: Found): boolean {
  const width = (block: string | undefined) => Number(/\/(\d+)$/.exec(block ?? "")?.[1] ?? 128);
  return width(cidr_ipv4) < 8 || width(cidr_ipv6) < 16;
}

/** `exposure: "public"` allows ingress to the load balancer only, on ports 80 and 443. */
function isMeant({ stack, attributes }: Found, estate: Estate): boolean {
  return estate.environments.some(
    ({ name, threeTier }) =>
      threeTier?.app.loadBalancer?.exposure === "public" &&
      stack.id === `${name}-three-tier-app` &&
      [80, 443].includes(attributes.from_port) &&
      estate.follow(stack, attributes.security_group_id)?.path.startsWith("load-balancer/"),
  );
}
