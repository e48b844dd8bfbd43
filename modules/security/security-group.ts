import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";

export interface SecurityGroupProps {
  readonly name: string;
  /** What carries the group. EC2 allows no change of it later: a new text replaces the group. */
  readonly description: string;
  readonly vpcId: string;
}

/** The other end of a rule: exactly one of these. */
export type Peer =
  | { readonly securityGroupId: string }
  | { readonly cidrIpv4: string }
  | { readonly cidrIpv6: string }
  | { readonly prefixListId: string };

export interface RuleProps {
  readonly peer: Peer;
  readonly port: number;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
  /** Why the traffic is wanted. */
  readonly description: string;
}

/** A security group that starts with no rule at all; every rule is a resource of its own with one peer. */
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

  /** Lets `peer` open connections to whatever carries this group. `id` names the peer, e.g. `from-load-balancer`. */
  allowFrom(id: string, rule: RuleProps): void {
    new VpcSecurityGroupIngressRule(this, id, { securityGroupId: this.securityGroupId, ...ruleConfig(rule) });
  }

  /** Lets whatever carries this group open connections to `peer`. `id` names the peer, e.g. `to-database`. */
  allowTo(id: string, rule: RuleProps): void {
    new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.securityGroupId, ...ruleConfig(rule) });
  }

  /** As `allowFrom`, for traffic that has no port. */
  allowWholeFrom(id: string, rule: WholeRuleProps): void {
    new VpcSecurityGroupIngressRule(this, id, { securityGroupId: this.securityGroupId, ...wholeRuleConfig(rule) });
  }

  /** As `allowTo`, for traffic that has no port. */
  allowWholeTo(id: string, rule: WholeRuleProps): void {
    new VpcSecurityGroupEgressRule(this, id, { securityGroupId: this.securityGroupId, ...wholeRuleConfig(rule) });
  }
}

/** What a router needs and nothing else does: rules that name no port. */
export interface WholeRuleProps {
  readonly peer: Peer;
  /** `all`: what is forwarded is for its ends to judge. `ping`: echo requests. */
  readonly traffic: "all" | "ping";
  /** Why the traffic is wanted. */
  readonly description: string;
}

function wholeRuleConfig({ peer, traffic, description }: WholeRuleProps) {
  const ports = traffic === "all" ? { ipProtocol: "-1" } : { ipProtocol: "icmp", fromPort: 8, toPort: 0 };
  return { ...peerConfig(peer), ...ports, description };
}

function ruleConfig({ peer, port, protocol = "tcp", description }: RuleProps) {
  return { ...peerConfig(peer), fromPort: port, toPort: port, ipProtocol: protocol, description };
}

function peerConfig(peer: Peer) {
  return "securityGroupId" in peer ? { referencedSecurityGroupId: peer.securityGroupId } : peer;
}
