import { isTree, list, type Params, text, texts } from "../../protocol/params";
import { AwsError, changeXml, type Reply, xmlReply } from "../../protocol/reply";
import { child, children, parseXml, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";

/**
 * Changes of a proxy. moto does not support them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBProxy.html
 */
export const dbProxies: Feature = {
  service: "rds",
  actions: {
    ModifyDBProxy: modify,
    DescribeDBProxies: async (call) =>
      changeXml(await call.next(), (top) => {
        for (const proxy of children((top.DescribeDBProxiesResult as XmlTree).DBProxies, "member")) {
          const { DBProxyName } = proxy as XmlTree;
          Object.assign(proxy, changes(call).get(String(DBProxyName)));
        }
      }),
    DeleteDBProxy: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        changes(call).delete(text(call.request.params, "DBProxyName") ?? "");
      }
      return reply;
    },
  },
};

/** Fields that have the same name in the request and in the proxy. */
const FIELDS = ["IdleClientTimeout", "RequireTLS", "DebugLogging", "RoleArn"];

async function modify(call: Call): Promise<Reply> {
  const { request } = call;
  const { params } = request;
  const name = text(params, "DBProxyName") ?? "";
  if ((text(params, "NewDBProxyName") ?? name) !== name) {
    throw new AwsError("NotImplemented", "the emulator does not rename proxies", 501);
  }
  const found = await call.next(asking(request, "DescribeDBProxies", { DBProxyName: name }));
  if (found.status >= 300) {
    return found;
  }
  const changed = { ...changes(call).get(name), ...changesIn(params) };
  changes(call).set(name, changed);
  const path = ["DescribeDBProxiesResponse", "DescribeDBProxiesResult", "DBProxies", "member"];
  const DBProxy = { ...(child(parseXml(found.body), ...path) as XmlTree), ...changed };
  return xmlReply({ ModifyDBProxyResponse: { ModifyDBProxyResult: { DBProxy } } });
}

function changesIn(params: Params): XmlTree {
  const fields = FIELDS.map((field) => [field, text(params, field)] as const).filter(
    ([, value]) => value !== undefined,
  );
  const auth = list(params, "Auth").filter(isTree);
  const groups = texts(params, "SecurityGroups");
  return {
    ...Object.fromEntries(fields),
    ...(auth.length > 0 ? { Auth: { member: auth.map(textsOf) } } : {}),
    ...(groups.length > 0 ? { VpcSecurityGroupIds: { member: groups } } : {}),
  };
}

function textsOf(params: Params): XmlTree {
  return Object.fromEntries(Object.keys(params).map((name) => [name, text(params, name) ?? ""]));
}

/** The changed fields of each proxy, by its name. */
function changes(call: Call): Map<string, XmlTree> {
  return call.state.regional(call.request, "rds proxies");
}
