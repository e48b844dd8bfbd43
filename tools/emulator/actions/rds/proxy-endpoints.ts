import { at, list, type Params, text, texts } from "../../protocol/params";
import { AwsError, type Fields, type Reply, resultReply, xmlReply } from "../../protocol/reply";
import { parseXml, textOf } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";

/**
 * Additional endpoints of a proxy. moto supports the default endpoint only.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxyEndpoint.html
 */
export const proxyEndpoints: Feature = {
  service: "rds",
  actions: {
    CreateDBProxyEndpoint: create,
    DescribeDBProxyEndpoints: describe,
    ModifyDBProxyEndpoint: (call) => {
      const endpoint = find(call);
      const { params } = call.request;
      const groups = texts(params, "VpcSecurityGroupIds");
      const name = text(params, "NewDBProxyEndpointName") ?? endpoint.DBProxyEndpointName;
      table(call).delete(endpoint.DBProxyEndpointName);
      return keep(call, {
        ...endpoint,
        DBProxyEndpointName: name,
        ...(groups.length > 0 ? { VpcSecurityGroupIds: groups } : {}),
      });
    },
    DeleteDBProxyEndpoint: (call) => {
      const endpoint = find(call);
      table(call).delete(endpoint.DBProxyEndpointName);
      return resultReply(call.request, { DBProxyEndpoint: { ...endpoint, Status: "deleting" } });
    },
    ListTagsForResource: (call) => {
      const endpoint = byArn(call);
      return endpoint ? tagsReply(tagsOf(call, endpoint)) : call.next();
    },
    AddTagsToResource: (call) => {
      const endpoint = byArn(call);
      if (endpoint === undefined) {
        return call.next();
      }
      tags(call).set(endpoint.DBProxyEndpointArn, { ...tagsOf(call, endpoint), ...tagsIn(call.request.params) });
      return resultReply(call.request);
    },
    RemoveTagsFromResource: (call) => {
      const endpoint = byArn(call);
      if (endpoint === undefined) {
        return call.next();
      }
      const removed = texts(call.request.params, "TagKeys");
      const left = Object.entries(tagsOf(call, endpoint)).filter(([key]) => !removed.includes(key));
      tags(call).set(endpoint.DBProxyEndpointArn, Object.fromEntries(left));
      return resultReply(call.request);
    },
  },
};

interface Endpoint extends Fields {
  readonly DBProxyEndpointName: string;
  readonly DBProxyEndpointArn: string;
  readonly DBProxyName: string;
}

async function create(call: Call): Promise<Reply> {
  const { request } = call;
  const { params, region, account } = request;
  const DBProxyEndpointName = text(params, "DBProxyEndpointName") ?? "";
  const DBProxyName = text(params, "DBProxyName") ?? "";
  if (table(call).has(DBProxyEndpointName)) {
    throw new AwsError("DBProxyEndpointAlreadyExistsFault", `DBProxyEndpoint ${DBProxyEndpointName} already exists.`);
  }
  const proxy = await call.next(asking(request, "DescribeDBProxies", { DBProxyName }));
  if (proxy.status >= 300) {
    return proxy;
  }
  const DBProxyEndpointArn = `arn:aws:rds:${region}:${account}:db-proxy-endpoint:prx-endpoint-${DBProxyEndpointName}`;
  tags(call).set(DBProxyEndpointArn, tagsIn(params));
  return keep(call, {
    DBProxyEndpointName,
    DBProxyEndpointArn,
    DBProxyName,
    Status: "available",
    VpcId: vpcOf(proxy),
    VpcSecurityGroupIds: texts(params, "VpcSecurityGroupIds"),
    VpcSubnetIds: texts(params, "VpcSubnetIds"),
    Endpoint: `${DBProxyEndpointName}.endpoint.proxy-000000000000.${region}.rds.amazonaws.com`,
    CreatedDate: new Date(),
    TargetRole: text(params, "TargetRole") ?? "READ_WRITE",
    IsDefault: false,
  });
}

function describe(call: Call): Reply {
  const { params } = call.request;
  const name = text(params, "DBProxyEndpointName");
  const proxy = text(params, "DBProxyName");
  const endpoints =
    name === undefined
      ? [...table(call).values()].filter(({ DBProxyName }) => proxy === undefined || DBProxyName === proxy)
      : [find(call)];
  return resultReply(call.request, { DBProxyEndpoints: endpoints });
}

function keep(call: Call, endpoint: Endpoint): Reply {
  table(call).set(endpoint.DBProxyEndpointName, endpoint);
  return resultReply(call.request, { DBProxyEndpoint: endpoint });
}

function find(call: Call): Endpoint {
  const name = text(call.request.params, "DBProxyEndpointName") ?? "";
  const endpoint = table(call).get(name);
  if (endpoint === undefined) {
    throw new AwsError("DBProxyEndpointNotFoundFault", `DBProxyEndpoint ${name} not found.`, 404);
  }
  return endpoint;
}

function byArn(call: Call): Endpoint | undefined {
  const arn = text(call.request.params, "ResourceName");
  return [...table(call).values()].find(({ DBProxyEndpointArn }) => DBProxyEndpointArn === arn);
}

function vpcOf(reply: Reply): string {
  const result = parseXml(reply.body).DescribeDBProxiesResponse;
  return textOf(result, "DescribeDBProxiesResult", "DBProxies", "member", "VpcId") ?? "";
}

function tagsIn(params: Params): Record<string, string> {
  const found = list(params, "Tags", "Tag").length > 0 ? list(params, "Tags", "Tag") : list(params, "Tags");
  return Object.fromEntries(found.map((tag) => [text(at(tag), "Key") ?? "", text(at(tag), "Value") ?? ""]));
}

function table(call: Call): Map<string, Endpoint> {
  return call.state.regional(call.request, "rds proxy endpoints");
}

function tags(call: Call): Map<string, Record<string, string>> {
  return call.state.regional(call.request, "rds proxy endpoint tags");
}

function tagsOf(call: Call, { DBProxyEndpointArn }: Endpoint): Record<string, string> {
  return tags(call).get(DBProxyEndpointArn) ?? {};
}

/** Only the list of tags has an element name. */
function tagsReply(pairs: Readonly<Record<string, string>>): Reply {
  const Tag = Object.entries(pairs).map(([Key, Value]) => ({ Key, Value }));
  return xmlReply({ ListTagsForResourceResponse: { ListTagsForResourceResult: { TagList: { Tag } } } });
}
