import { containsBlock, isCidrBlock, isPrivateBlock } from "../../modules/shared/cidr";
import { Estate } from "./estate";
import { type Attributes, pick, type Resource } from "./resource";
import type { Template } from "./template";

/**
 * One end of a connection: a security group by construct path, part of one, or address; an IPv4 block; `::/0`; a prefix
 * list by its id or reference.
 */
export type Peer = string;

export type Protocol = "tcp" | "udp";

/** The key of a group, a block or a prefix list. */
type Node = { readonly group: string } | { readonly block: string } | { readonly prefixList: string };

interface Rule {
  readonly direction: "ingress" | "egress";
  /** Key of the group that has the rule. */
  readonly group: string;
  readonly peer: Node;
  readonly attributes: Attributes;
}

type Group = Resource & { readonly key: string };

/** The connections that the security-group rules of one or several stacks allow. */
export class SecurityGraph {
  private readonly groups: readonly Group[];
  private readonly rules: readonly Rule[];
  private readonly estate: Estate;

  constructor(templates: readonly Template[]) {
    this.estate = new Estate(templates);
    this.groups = templates.flatMap((template) =>
      template.resources
        .filter(({ type }) => type === "aws_security_group")
        .map((group) => ({ ...group, key: keyOf(template.id, group.address) })),
    );
    this.rules = templates.flatMap((template) =>
      template.resources.flatMap((resource) => this.ruleOf(template, resource)),
    );
  }

  /**
   * True if `from` can open connections to `to` on `port`. Both an egress rule of `from` and an ingress rule of `to` must allow it.
   * A block or a prefix list has no rules, and the rules of the other end must allow all of it.
   *
   * The addresses of a group's members are private and unknown. A rule for a private block or for all addresses is assumed to
   * include them. So `true` can be wrong, but `false` cannot.
   *
   * @throws Error when a name matches no group or several groups
   */
  reaches(from: Peer, to: Peer, port: number, protocol: Protocol = "tcp"): boolean {
    return this.obstacle(from, to, port, protocol) === undefined;
  }

  /** The reason why `from` cannot reach `to`. Undefined if it can. */
  obstacle(from: Peer, to: Peer, port: number, protocol: Protocol = "tcp"): string | undefined {
    const source = this.node(from);
    const target = this.node(to);
    if (!("group" in source || "group" in target)) {
      throw new Error(`one of "${from}" and "${to}" must be a security group`);
    }
    if ("group" in source && !this.permits("egress", source.group, target, port, protocol)) {
      return `no egress rule of ${from} permits ${to} on ${protocol} ${port}; it has: ${this.show("egress", source.group)}`;
    }
    if ("group" in target && !this.permits("ingress", target.group, source, port, protocol)) {
      return `no ingress rule of ${to} permits ${from} on ${protocol} ${port}; it has: ${this.show("ingress", target.group)}`;
    }
    return undefined;
  }

  private permits(direction: Rule["direction"], group: string, other: Node, port: number, protocol: Protocol): boolean {
    return this.rules.some(
      (rule) =>
        rule.direction === direction &&
        rule.group === group &&
        carries(rule.attributes, port, protocol) &&
        covers(rule.peer, other),
    );
  }

  private show(direction: Rule["direction"], group: string): string {
    const rules = this.rules.filter((rule) => rule.direction === direction && rule.group === group);
    return rules.map(describe).join(", ") || "none";
  }

  private node(peer: Peer): Node {
    if (isCidrBlock(peer) || peer.includes("::")) {
      return { block: peer };
    }
    if (peer.startsWith("pl-") || peer.startsWith("${")) {
      return { prefixList: peer };
    }
    return { group: (pick(this.groups, peer, "aws_security_group") as Group).key };
  }

  private ruleOf(template: Template, { type, address, attributes }: Resource): Rule[] {
    const direction = /^aws_vpc_security_group_(ingress|egress)_rule$/.exec(type)?.[1] as Rule["direction"] | undefined;
    if (!direction) {
      return [];
    }
    const group = this.groupKey(template, attributes.security_group_id);
    if (!group) {
      throw new Error(`${address} must belong to a group of these stacks, got ${attributes.security_group_id}`);
    }
    return [{ direction, group, peer: this.peerOf(template, attributes), attributes }];
  }

  private peerOf(template: Template, attributes: Attributes): Node {
    const { referenced_security_group_id: other, prefix_list_id: prefixList, cidr_ipv4, cidr_ipv6 } = attributes;
    if (other !== undefined) {
      // A group of another stack has its reference as its key, which no query matches.
      return { group: this.groupKey(template, other) ?? other };
    }
    return prefixList === undefined ? { block: cidr_ipv4 ?? cidr_ipv6 } : { prefixList };
  }

  private groupKey(template: Template, reference: string): string | undefined {
    const found = this.estate.follow(template, reference);
    return found?.type === "aws_security_group" ? keyOf(found.stack.id, found.address) : undefined;
  }
}

function keyOf(stackId: string, address: string): string {
  return `${stackId}:${address}`;
}

function carries({ ip_protocol, from_port, to_port }: Attributes, port: number, protocol: Protocol): boolean {
  return ip_protocol === "-1" || (ip_protocol === protocol && from_port <= port && port <= to_port);
}

function covers(peer: Node, other: Node): boolean {
  if ("block" in peer) {
    return "block" in other
      ? blockCovers(peer.block, other.block)
      : isEverything(peer.block) || isForMembers(peer, other);
  }
  if ("group" in peer) {
    return "group" in other && peer.group === other.group;
  }
  return "prefixList" in other && peer.prefixList === other.prefixList;
}

function isForMembers({ block }: { readonly block: string }, other: Node): boolean {
  return "group" in other && (!isCidrBlock(block) || isPrivateBlock(block));
}

function isEverything(block: string): boolean {
  return block === "0.0.0.0/0" || block === "::/0";
}

function blockCovers(outer: string, inner: string): boolean {
  return outer === inner || (isCidrBlock(outer) && isCidrBlock(inner) && containsBlock(outer, inner));
}

function describe({ peer, attributes }: Rule): string {
  const { ip_protocol, from_port, to_port } = attributes;
  const ports = from_port === to_port ? from_port : `${from_port}-${to_port}`;
  return `${ip_protocol} ${ports} ${Object.values(peer).join("")}`;
}
