import { text } from "../../protocol/params";
import { AwsError, changeXml, type Reply, xmlReply } from "../../protocol/reply";
import { children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";
import { bodyWithout } from "../forms";

/**
 * Restores of Aurora clusters. moto cannot restore a snapshot of a cluster whose master password RDS manages, and copies
 * settings that RDS does not copy: a restored cluster has no managed password and no IAM authentication until a request sets
 * them. moto also finds no snapshot by its ARN.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterFromSnapshot.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
 */
export const clusterRestores: Feature = {
  service: "rds",
  actions: {
    RestoreDBClusterFromSnapshot: async (call) => {
      const id = text(call.request.params, "SnapshotIdentifier") ?? "";
      const snapshot = await find(call, "DescribeDBClusterSnapshots", {
        DBClusterSnapshotIdentifier: id.replace(/^arn:.*:cluster-snapshot:/, ""),
      });
      return create(call, snapshot);
    },
    RestoreDBClusterToPointInTime: async (call) => {
      const { params } = call.request;
      const time = text(params, "RestoreToTime");
      if (time !== undefined && Date.parse(time) > Date.now()) {
        const message = `The specified restore time ${time} is after the latest restorable time`;
        throw new AwsError("InvalidParameterValue", message);
      }
      return create(
        call,
        await find(call, "DescribeDBClusters", {
          DBClusterIdentifier: text(params, "SourceDBClusterIdentifier") ?? "",
        }),
      );
    },
  },
};

/** Facts that a restored cluster has from its snapshot or its source, by the parameter of CreateDBCluster. */
const COPIED = ["Engine", "EngineVersion", "KmsKeyId", "MasterUsername", "Port", "StorageEncrypted"];
/** Parameters of the restore that CreateDBCluster does not have. */
const OF_RESTORE = [
  "RestoreToTime",
  "RestoreType",
  "SnapshotIdentifier",
  "SourceDBClusterIdentifier",
  "UseLatestRestorableTime",
];

/** Any password. The restored cluster has the one of its source, which the emulator does not know. */
const PASSWORD = "password-of-the-source";

async function create(call: Call, source: XmlTree): Promise<Reply> {
  const { request } = call;
  const form = new URLSearchParams(bodyWithout(request, ...OF_RESTORE));
  for (const name of COPIED) {
    const value = textOf(source, name);
    if (!form.has(name) && value !== undefined) {
      form.set(name, value);
    }
  }
  form.set("Action", "CreateDBCluster");
  form.set("MasterUserPassword", PASSWORD);
  const reply = await call.next({ body: form.toString() });
  if (reply.status >= 300) {
    return reply;
  }
  const created = parseXml(reply.body).CreateDBClusterResponse as XmlTree;
  const { CreateDBClusterResult: result = "", ...metadata } = created;
  return xmlReply({ [`${request.action}Response`]: { [`${request.action}Result`]: result, ...metadata } });
}

/** The only element of a description. moto's error if there is none. */
async function find(call: Call, action: string, params: Readonly<Record<string, string>>): Promise<XmlTree> {
  const reply = await call.next(asking(call.request, action, params));
  let found: XmlTree | undefined;
  changeXml(reply, (top) => {
    const lists = top[`${action}Result`] as XmlTree;
    const [list] = Object.values(lists);
    const [element = ""] = Object.keys(list as XmlTree);
    [found] = children(list, element) as XmlTree[];
  });
  if (found === undefined) {
    const error = (parseXml(reply.body).ErrorResponse as XmlTree | undefined)?.Error;
    throw new AwsError(
      textOf(error, "Code") ?? "InternalFailure",
      textOf(error, "Message") ?? `${action} failed`,
      reply.status,
    );
  }
  return found;
}
