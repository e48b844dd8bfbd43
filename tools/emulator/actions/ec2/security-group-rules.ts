import { list, type Param, text } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, textOf, type XmlNode, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Descriptions of rules whose peer is a security group or a prefix list: moto stores descriptions of CIDR rules only.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
 */
export const securityGroupRules: Feature = {
  service: "ec2",
  actions: {
    AuthorizeSecurityGroupIngress: remember,
    AuthorizeSecurityGroupEgress: remember,
    ModifySecurityGroupRules: async (call) => {
      const reply = await call.next();
      for (const rule of reply.status < 300 ? list(call.request.params, "SecurityGroupRule") : []) {
        const description = text(rule, "SecurityGroupRule", "Description");
        const id = text(rule, "SecurityGroupRuleId");
        if (id !== undefined && description !== undefined) {
          descriptions(call).set(id, description);
        }
      }
      return reply;
    },
    DescribeSecurityGroupRules: async (call) => correct(call, await call.next()),
  },
};

async function remember(call: Call): Promise<Reply> {
  const peers = list(call.request.params, "IpPermissions").flatMap(peersOf);
  const reply = await call.next();
  changeXml(reply, (top) => {
    for (const rule of children(top.securityGroupRuleSet, "item")) {
      const peer = peers.find(
        (one) => text(one, "GroupId") === groupOf(rule) && text(one, "PrefixListId") === listOf(rule),
      );
      const description = text(peer, "Description");
      if (peer !== undefined && description !== undefined) {
        descriptions(call).set(idOf(rule), description);
      }
    }
  });
  return correct(call, reply);
}

function correct(call: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    for (const rule of children(top.securityGroupRuleSet, "item")) {
      const description = descriptions(call).get(idOf(rule));
      if (description !== undefined) {
        (rule as XmlTree).description = description;
      }
    }
  });
}

function peersOf(permission: Param): Param[] {
  const groups = [...list(permission, "Groups"), ...list(permission, "UserIdGroupPairs")];
  return [...groups, ...list(permission, "PrefixListIds")];
}

function idOf(rule: XmlNode): string {
  return textOf(rule, "securityGroupRuleId") ?? "";
}

function groupOf(rule: XmlNode): string | undefined {
  return textOf(rule, "referencedGroupInfo", "groupId");
}

function listOf(rule: XmlNode): string | undefined {
  return textOf(rule, "prefixListId");
}

function descriptions(call: Call): Map<string, string> {
  return call.state.regional(call.request, "security group rule descriptions");
}
