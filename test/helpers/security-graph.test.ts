import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { SecurityGroup } from "../../modules/security/security-group";
import { testApp } from "./synth";
import { Template } from "./template";

describe("SecurityGraph", () => {
  function groups(scope: Construct) {
    const of = (id: string) => new SecurityGroup(scope, id, { name: id, description: id, vpcId: "vpc-1" });
    return { web: of("web"), app: of("app"), data: of("data"), endpoints: of("endpoints") };
  }

  function allow(from: SecurityGroup, to: SecurityGroup, port: number, sides: ("egress" | "ingress")[]) {
    const description = "test";
    if (sides.includes("egress")) {
      from.allowTo(`to-${to.node.id}`, { peer: { securityGroupId: to.securityGroupId }, port, description });
    }
    if (sides.includes("ingress")) {
      to.allowFrom(`from-${from.node.id}`, { peer: { securityGroupId: from.securityGroupId }, port, description });
    }
  }

  const template = Template.of((scope) => {
    const { web, app, data, endpoints } = groups(scope);
    allow(web, app, 5000, ["egress", "ingress"]);
    allow(app, data, 3306, ["egress"]);
    allow(web, data, 3306, ["ingress"]);
    web.allowFrom("from-world", { peer: { cidrIpv4: "0.0.0.0/0" }, port: 443, description: "test" });
    web.allowFrom("from-cloudfront", { peer: { prefixListId: "pl-3b927c52" }, port: 80, description: "test" });
    app.allowTo("to-world", { peer: { cidrIpv4: "0.0.0.0/0" }, port: 443, description: "test" });
    endpoints.allowFrom("from-vpc", { peer: { cidrIpv4: "10.0.0.0/16" }, port: 443, description: "test" });
  });

  it.each([
    ["web", "app", 5000, true, "both ends allow it"],
    ["app", "web", 5000, false, "rules have a direction"],
    ["web", "app", 5001, false, "the port is another"],
    ["app", "data", 3306, false, "only the egress rule allows it"],
    ["web", "data", 3306, false, "only the ingress rule allows it"],
    ["0.0.0.0/0", "web", 443, true, "the rule covers the whole block"],
    ["203.0.113.7/32", "web", 443, true, "the rule covers a part of its block"],
    ["0.0.0.0/0", "endpoints", 443, false, "the rule covers less than the block"],
    ["10.0.4.0/24", "endpoints", 443, true, "the rule's block contains it"],
    ["app", "endpoints", 443, true, "a private block can contain the group's members"],
    ["pl-3b927c52", "web", 80, true, "the rule names the prefix list"],
    ["pl-3b927c52", "web", 443, true, "everything covers a prefix list"],
    ["pl-11111111", "web", 80, false, "the rule names another prefix list"],
    ["app", "192.0.2.0/24", 443, true, "egress to a block needs one side"],
    ["web", "192.0.2.0/24", 443, false, "no rule allows it"],
    ["::/0", "web", 443, false, "an IPv4 rule covers no IPv6"],
  ])("from %s to %s on %i: %s, because %s", (from, to, port, expected) => {
    expect(template.reaches(from, to, port)).toBe(expected);
  });

  it("distinguishes protocols", () => {
    expect(template.reaches("web", "app", 5000, "udp")).toBe(false);
  });

  it("states why a connection is not allowed", () => {
    const graph = Template.join(template);
    expect(graph.obstacle("web", "app", 5000)).toBeUndefined();
    expect(graph.obstacle("web", "data", 3306)).toMatch(
      /^no egress rule of web permits data on tcp 3306; it has: tcp 5000 /,
    );
    expect(graph.obstacle("app", "data", 3306)).toMatch(/^no ingress rule of data permits app on tcp 3306; it has: /);
    expect(graph.obstacle("data", "app", 1)).toBe("no egress rule of data permits app on tcp 1; it has: none");
  });

  it("fails when a group does not exist, and lists the existing groups", () => {
    expect(() => template.reaches("web", "database", 3306)).toThrow(
      /^no aws_security_group is called "database"; there are:\n {2}app \(aws_security_group\.app_\w+\)\n {2}data /,
    );
  });

  it("fails when neither side is a group", () => {
    expect(() => template.reaches("10.0.0.0/16", "0.0.0.0/0", 443)).toThrow("must be a security group");
  });

  describe("over several stacks", () => {
    const app = testApp();
    const stacks = ["data", "hosts"].map((id) => new TerraformStack(app, id)) as [TerraformStack, TerraformStack];
    for (const stack of stacks) {
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
    }
    const { data, app: client } = groups(stacks[0]);
    const hosts = new SecurityGroup(stacks[1], "hosts", { name: "hosts", description: "hosts", vpcId: "vpc-1" });
    allow(client, data, 3306, ["egress", "ingress"]);
    client.allowFrom("from-unknown", { peer: { securityGroupId: "sg-1" }, port: 1, description: "test" });
    hosts.allowTo("to-data", { peer: { securityGroupId: data.securityGroupId }, port: 3307, description: "test" });
    new SecurityGroup(stacks[1], "web", { name: "web", description: "web", vpcId: "vpc-1" });
    const [dataTemplate, hostsTemplate] = stacks.map((stack) => Template.fromStack(stack)) as [Template, Template];

    it("follows references between stacks", () => {
      const graph = Template.join(dataTemplate, hostsTemplate);
      expect(graph.reaches("app", "data", 3306)).toBe(true);
      expect(graph.obstacle("hosts", "data", 3307)).toMatch(/^no ingress rule of data permits hosts/);
    });

    it("treats a group of a missing stack as another group", () => {
      expect(hostsTemplate.reaches("hosts", "web", 3307)).toBe(false);
    });

    it("fails when two stacks have the name", () => {
      expect(() => Template.join(dataTemplate, hostsTemplate).reaches("web", "data", 3306)).toThrow(
        '"web" means several aws_security_group',
      );
    });
  });
});
