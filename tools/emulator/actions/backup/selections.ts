import { randomUUID } from "node:crypto";
import { isTree, type Params, text } from "../../protocol/params";
import { AwsError, type Fields, jsonReply, noContent } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ROUTE = "/backup/plans/{plan}/selections";

/**
 * Backup selections: the resources that a backup plan backs up.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html
 */
export const backupSelections: Feature = {
  service: "backup",
  routes: {
    [`PUT ${ROUTE}`]: async (call) => {
      await refuseUnknownPlan(call);
      const selection = call.request.params.BackupSelection;
      if (!isTree(selection) || text(selection, "IamRoleArn") === undefined) {
        throw new AwsError("MissingParameterValueException", "BackupSelection.IamRoleArn is required");
      }
      const head = { SelectionId: randomUUID(), BackupPlanId: call.path.plan, CreationDate: new Date() };
      table(call).set(head.SelectionId, { ...head, BackupSelection: selection as Fields });
      return jsonReply(head);
    },
    [`GET ${ROUTE}`]: (call) => {
      const ofPlan = [...table(call).values()].filter((one) => one.BackupPlanId === call.path.plan);
      return jsonReply({ BackupSelectionsList: ofPlan.map(summary) });
    },
    [`GET ${ROUTE}/{id}`]: (call) => jsonReply(found(call)),
    [`DELETE ${ROUTE}/{id}`]: (call) => {
      table(call).delete(`${found(call).SelectionId}`);
      return noContent();
    },
  },
};

async function refuseUnknownPlan(call: Call): Promise<void> {
  const id = call.path.plan ?? "";
  const reply = await call.next({ method: "GET", path: `/backup/plans/${encodeURIComponent(id)}/`, body: "" });
  if (reply.status >= 300) {
    throw new AwsError("ResourceNotFoundException", `Backup plan ${id} does not exist`);
  }
}

function found(call: Call): Fields {
  const { plan, id = "" } = call.path;
  const selection = table(call).get(id);
  if (selection?.BackupPlanId !== plan) {
    throw new AwsError("ResourceNotFoundException", `Backup selection ${id} of plan ${plan} does not exist`);
  }
  return selection as Fields;
}

function summary(selection: Fields): Fields {
  const { BackupSelection, ...head } = selection;
  const { SelectionName, IamRoleArn } = BackupSelection as Params as Fields;
  return { ...head, SelectionName, IamRoleArn };
}

function table(call: Call): Map<string, Fields> {
  return call.state.regional(call.request, "backup selections");
}
