import { list, type Params, text, texts } from "../../protocol/params";
import { AwsError, changeXml, type Reply, xmlOf, xmlReply } from "../../protocol/reply";
import { children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";

/**
 * Changes of a proxy, which moto does not support. They replace elements of moto's descriptions.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBProxy.html
 */
export const proxies: Feature = {
  service: "rds",
  actions: {
    DescribeDBProxies: async (call) => correct(call, await call.next()),
    ModifyDBProxy: async (call) => {
      const { params } = call.request;
      const name = text(params, "DBProxyName") ?? "";
      if (text(params, "NewDBProxyName") !== undefined) {
        throw new AwsError("NotImplemented", "the emulator does not rename proxies");
      }
      const found = await call.next(asking(call.request, "DescribeDBProxies", { DBProxyName: name }));
      if (found.status >= 300) {
        return found;
      }
      changes(call).set(name, { ...changes(call).get(name), ...changed(params) });
      const [proxy = ""] = children(
        (parseXml(correct(call, found).body).DescribeDBProxiesResponse as XmlTree).DescribeDBProxiesResult,
        "DBProxies",
      ).flatMap((all) => children(all, "member"));
      return xmlReply({ ModifyDBProxyResponse: { ModifyDBProxyResult: { DBProxy: proxy } } });
    },
    DeleteDBProxy: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        changes(call).delete(text(call.request.params, "DBProxyName") ?? "");
      }
      return reply;
    },
  },
};

/** Parameters whose value is the text of the element with the same name. */
const TEXTS = ["DebugLogging", "IdleClientTimeout", "RequireTLS", "RoleArn"];

function changed(params: Params): XmlTree {
  const tree: XmlTree = {};
  for (const name of TEXTS) {
    const value = text(params, name);
    if (value !== undefined) {
      tree[name] = value;
    }
  }
  const groups = texts(params, "SecurityGroups");
  const auth = list(params, "Auth");
  return {
    ...tree,
    ...(groups.length > 0 ? { VpcSecurityGroupIds: xmlOf(groups, "member") } : {}),
    ...(auth.length > 0 ? { Auth: { member: auth as XmlTree[] } } : {}),
  };
}

function correct(call: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    for (const all of children(top.DescribeDBProxiesResult, "DBProxies")) {
      for (const proxy of children(all, "member") as XmlTree[]) {
        Object.assign(proxy, changes(call).get(textOf(proxy, "DBProxyName") ?? ""));
      }
    }
  });
}

/** Changed elements of proxies, by name. */
function changes(call: Call): Map<string, XmlTree> {
  return call.state.regional(call.request, "rds proxy changes");
}
