import { text } from "../../protocol/params";
import { changeXml } from "../../protocol/reply";
import { child, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Feature } from "../feature";
import { formOf } from "../forms";

/** Default values of a replica. moto copies all of them from the source. */
const DEFAULTS: Readonly<Record<string, string>> = {
  CopyTagsToSnapshot: "false",
  DeletionProtection: "false",
  EnableIAMDatabaseAuthentication: "false",
  MultiAZ: "false",
};

/**
 * Read replicas copy storage and engine from the source, but not deletion protection, zones and backups.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
 */
export const readReplicas: Feature = {
  service: "rds",
  actions: {
    CreateDBInstanceReadReplica: async (call) => {
      const form = formOf(call.request);
      for (const [name, value] of Object.entries(DEFAULTS)) {
        if (!form.has(name)) {
          form.set(name, value);
        }
      }
      const reply = await call.next({ body: form.toString() });
      if (reply.status >= 300) {
        return reply;
      }
      // The request has no parameter for backups. A modification of the replica turns them on.
      const DBInstanceIdentifier = text(call.request.params, "DBInstanceIdentifier") ?? "";
      await call.next(asking(call.request, "ModifyDBInstance", { DBInstanceIdentifier, BackupRetentionPeriod: "0" }));
      return changeXml(reply, (top) => {
        const replica = child(top, "CreateDBInstanceReadReplicaResult", "DBInstance") as XmlTree;
        replica.BackupRetentionPeriod = "0";
      });
    },
  },
};
