import { text } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Aurora clusters. moto adds a scaling configuration of Serverless v1 to all of them. Provisioned clusters, including Serverless
 * v2, have none. It also ignores changes of IAM authentication.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
 */
export const dbClusters: Feature = {
  service: "rds",
  actions: {
    CreateDBCluster: correct,
    DescribeDBClusters: correct,
    RestoreDBClusterFromSnapshot: correct,
    RestoreDBClusterToPointInTime: correct,
    ModifyDBCluster: async (call) => {
      const { params } = call.request;
      const changed = text(params, "EnableIAMDatabaseAuthentication");
      const reply = await call.next();
      if (changed !== undefined && reply.status < 300) {
        iamAuthentication(call).set(identifier(call), changed);
      }
      return correct(call, reply);
    },
    DeleteDBCluster: async (call) => {
      const reply = await correct(call);
      if (reply.status < 300) {
        iamAuthentication(call).delete(identifier(call));
      }
      return reply;
    },
  },
};

async function correct(call: Call, answered?: Reply): Promise<Reply> {
  return changeXml(answered ?? (await call.next()), (top) => {
    const result = top[`${call.request.action}Result`] as XmlTree;
    for (const one of [...children(result, "DBCluster"), ...children(result.DBClusters, "DBCluster")]) {
      const cluster = one as XmlTree;
      if (cluster.EngineMode !== "serverless") {
        delete cluster.ScalingConfigurationInfo;
      }
      const changed = iamAuthentication(call).get(textOf(cluster, "DBClusterIdentifier") ?? "");
      if (changed !== undefined) {
        cluster.IAMDatabaseAuthenticationEnabled = changed;
      }
    }
  });
}

/** IAM authentication of clusters that were modified, by identifier. */
function iamAuthentication(call: Call): Map<string, string> {
  return call.state.regional(call.request, "rds cluster iam authentication");
}

function identifier(call: Call): string {
  return (text(call.request.params, "DBClusterIdentifier") ?? "").toLowerCase();
}
