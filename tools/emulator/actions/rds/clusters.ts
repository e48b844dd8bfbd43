import { changeXml, type Reply } from "../../protocol/reply";
import { children, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Corrects Aurora clusters. moto adds a scaling configuration of Serverless v1 to every cluster. Provisioned clusters have none,
 * and Serverless v2 clusters are provisioned clusters.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
 */
export const dbClusters: Feature = {
  service: "rds",
  actions: {
    CreateDBCluster: correct,
    DescribeDBClusters: correct,
    ModifyDBCluster: correct,
    DeleteDBCluster: correct,
  },
};

async function correct(call: Call): Promise<Reply> {
  return changeXml(await call.next(), (top) => {
    const result = top[`${call.request.action}Result`] as XmlTree;
    for (const one of [...children(result, "DBCluster"), ...children(result.DBClusters, "DBCluster")]) {
      const cluster = one as XmlTree;
      if (cluster.EngineMode !== "serverless") {
        delete cluster.ScalingConfigurationInfo;
      }
    }
  });
}
