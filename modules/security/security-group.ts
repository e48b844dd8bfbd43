import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface SecurityGroupProps {
  /** Name of the group, at most 255 characters. */
  readonly name: string;
  /** Members of the group, in words. EC2 cannot change a description, so a new text replaces the group. */
  readonly description: string;
  /** ID of the VPC. */
  readonly vpcId: string;
}

/** The other end of a rule: exactly one of these. */
export type Peer =
  | { readonly securityGroupId: string }
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly prefixListId: string };

export interface RuleProps {
  /** Source of an ingress rule, destination of an egress rule. */
  readonly peer: Peer;
  /** Destination port. */
  readonly port: number;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp" | undefined;
  /** Why the rule exists, at most 255 characters. */
  readonly description: string;
}

/** A rule for traffic without a port. Only routers and monitors of paths need one. */
export interface PortlessRuleProps {
  /** Source of an ingress rule, destination of an egress rule. */
  readonly peer: Peer;
  /** `all`: every protocol, for routers that forward traffic of others. `ping`: ICMP echo requests. */
  readonly traffic: "all" | "ping";
  /** Why the rule exists, at most 255 characters. */
  readonly description: string;
}

/** A security group without any rule at first. Every rule is a resource of its own with one peer. */
export class SecurityGroup extends Construct {
  readonly securityGroupId: string;
  /** Escape hatch: the underlying `aws_security_group`. */
  readonly resource: AwsSecurityGroup;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { name, description, vpcId } = props;
    this.resource = new AwsSecurityGroup(this, "Resource", {
      name,
      description,
      vpcId,
      tags: { Name: name },
    });
    this.securityGroupId = this.resource.id;
  }

  /** Allows connections from `peer` to members of this group. `id` names the peer, e.g. `from-load-balancer`. */
  allowFrom(id: string, rule: RuleProps | PortlessRuleProps): void {
    new VpcSecurityGroupIngressRule(this, id, { securityGroupId: this.securityGroupId, ...ruleConfig(rule) });
  }

  /** Allows connections from members of this group to `peer`. `id` names the peer, e.g. `to-database`. Returns the rule. */
  allowTo(id: string, rule: RuleProps | PortlessRuleProps): VpcSecurityGroupEgressRule {
    return new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.securityGroupId, ...ruleConfig(rule) });
  }
}

function ruleConfig(rule: RuleProps | PortlessRuleProps) {
  return { ...peerConfig(rule.peer), ...trafficConfig(rule), description: rule.description };
}

function trafficConfig(rule: RuleProps | PortlessRuleProps) {
  if ("port" in rule) {
    return { fromPort: rule.port, toPort: rule.port, ipProtocol: rule.protocol ?? "tcp" };
  }
  // For ICMP the "ports" are the type and the code of the message: an echo request has type 8 and code 0.
  return rule.traffic === "all" ? { ipProtocol: "-1" } : { ipProtocol: "icmp", fromPort: 8, toPort: 0 };
}

function peerConfig(peer: Peer) {
  return "securityGroupId" in peer ? { referencedSecurityGroupId: peer.securityGroupId } : peer;
}
