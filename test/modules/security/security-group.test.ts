import { type PortlessRuleProps, type RuleProps, SecurityGroup } from "../../../modules/security/security-group";
import { Template } from "../../helpers/template";

const PROPS = { name: "project-x-dev-hosts", description: "Hosts", vpcId: "vpc-1" };
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

function build(add: (group: SecurityGroup) => void = () => {}): Template {
  return Template.of((scope) => {
    add(new SecurityGroup(scope, "hosts", PROPS));
  });
}

const HTTPS: RuleProps = { peer: { cidrIpv4: "10.0.0.0/16" }, port: 443, description: "HTTPS" };

describe("SecurityGroup", () => {
  it("stands alone: required props only, without any rule", () => {
    const template = build();
    template.one("aws_security_group", { name: PROPS.name, description: "Hosts", vpc_id: "vpc-1" });
    template.none(INGRESS);
    template.none(EGRESS);
  });

  it("allows one port of TCP from a peer", () => {
    const template = build((group) => group.allowFrom("from-vpc", HTTPS));
    template.one(INGRESS, {
      security_group_id: template.ref("aws_security_group"),
      cidr_ipv4: "10.0.0.0/16",
      from_port: 443,
      to_port: 443,
      ip_protocol: "tcp",
      description: "HTTPS",
    });
    template.none(EGRESS);
  });

  it("allows UDP to a peer", () => {
    const template = build((group) => group.allowTo("to-dns", { ...HTTPS, port: 53, protocol: "udp" }));
    template.one(EGRESS, { from_port: 53, to_port: 53, ip_protocol: "udp" });
    template.none(INGRESS);
  });

  it.each<[PortlessRuleProps["traffic"], Record<string, unknown>]>([
    ["all", { ip_protocol: "-1" }],
    ["ping", { ip_protocol: "icmp", from_port: 8, to_port: 0 }],
  ])("allows %s traffic without a port", (traffic, expected) => {
    const { peer, description } = HTTPS;
    const template = build((group) => group.allowTo("to-site", { peer, description, traffic }));
    const rule = template.one(EGRESS, expected);
    expect("from_port" in rule).toBe(traffic === "ping");
  });

  it.each<[string, RuleProps["peer"], Record<string, unknown>]>([
    ["another group", { securityGroupId: "sg-1" }, { referenced_security_group_id: "sg-1" }],
    ["IPv6 addresses", { cidrIpv6: "::/0" }, { cidr_ipv6: "::/0" }],
    ["a prefix list", { prefixListId: "pl-1" }, { prefix_list_id: "pl-1" }],
  ])("accepts %s as the peer", (_, peer, expected) => {
    build((group) => group.allowFrom("from-peer", { ...HTTPS, peer })).one(INGRESS, expected);
  });
});
