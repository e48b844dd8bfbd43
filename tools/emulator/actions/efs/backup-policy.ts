import { text } from "../../protocol/params";
import { AwsError, jsonReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { existingFileSystem, FILE_SYSTEMS } from "./file-system";

const ROUTE = `${FILE_SYSTEMS}/{id}/backup-policy`;

/**
 * Backup policy: the setting for automatic backups of a file system.
 * https://docs.aws.amazon.com/efs/latest/ug/API_PutBackupPolicy.html
 */
export const backupPolicy: Feature = {
  service: "elasticfilesystem",
  routes: {
    [`PUT ${ROUTE}`]: async (call) => {
      await existingFileSystem(call);
      const status = text(call.request.params, "BackupPolicy", "Status");
      if (status !== "ENABLED" && status !== "DISABLED") {
        throw new AwsError("ValidationException", `BackupPolicy.Status must be ENABLED or DISABLED, got ${status}`);
      }
      policies(call).set(call.path.id ?? "", status);
      return jsonReply({ BackupPolicy: { Status: status } });
    },
    [`GET ${ROUTE}`]: async (call) => {
      await existingFileSystem(call);
      const status = policies(call).get(call.path.id ?? "");
      if (status === undefined) {
        throw new AwsError("PolicyNotFound", "No backup policy is set on the file system", 404);
      }
      return jsonReply({ BackupPolicy: { Status: status } });
    },
  },
};

function policies(call: Call): Map<string, string> {
  return call.state.regional(call.request, "efs backup policies");
}
