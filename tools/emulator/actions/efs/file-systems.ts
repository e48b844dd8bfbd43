import type { Params } from "../../protocol/params";
import { changeJson, jsonReply, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { existingFileSystem, FILE_SYSTEMS } from "./file-system";

/**
 * Updates of a file system. moto supports none.
 * https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html
 * https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystemProtection.html
 */
export const fileSystems: Feature = {
  service: "elasticfilesystem",
  routes: {
    [`GET ${FILE_SYSTEMS}`]: async (call) => {
      return changeJson(await call.next(), (answer) => {
        for (const one of answer.FileSystems) {
          Object.assign(one, table(call).get(one.FileSystemId));
        }
      });
    },
    [`PUT ${FILE_SYSTEMS}/{id}`]: async (call) => {
      const { ThroughputMode, ProvisionedThroughputInMibps } = call.request.params;
      const changed = ThroughputMode === undefined ? {} : { ThroughputMode };
      const throughput = ProvisionedThroughputInMibps === undefined ? {} : { ProvisionedThroughputInMibps };
      const reply = await change(call, { ...changed, ...throughput });
      return { ...reply, status: 202 };
    },
    [`PUT ${FILE_SYSTEMS}/{id}/protection`]: async (call) => {
      const { ReplicationOverwriteProtection = "ENABLED" } = call.request.params;
      await change(call, { FileSystemProtection: { ReplicationOverwriteProtection } });
      return jsonReply({ ReplicationOverwriteProtection: `${ReplicationOverwriteProtection}` });
    },
  },
};

async function change(call: Call, facts: Params): Promise<Reply> {
  const found = await existingFileSystem(call);
  const id = call.path.id ?? "";
  const kept = { ...table(call).get(id), ...facts };
  table(call).set(id, kept);
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ ...found, ...kept }) };
}

function table(call: Call): Map<string, Params> {
  return call.state.regional(call.request, "efs file systems");
}
