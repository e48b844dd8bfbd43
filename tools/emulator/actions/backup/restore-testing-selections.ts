import { isTree, text } from "../../protocol/params";
import { AwsError, type Fields, jsonReply, noContent } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { restoreTestingPlan } from "./restore-testing-plans";

const ROUTE = "/restore-testing/plans/{plan}/selections";

/**
 * Restore testing selections: the resources that a restore testing plan restores.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingSelection.html
 */
export const restoreTestingSelections: Feature = {
  service: "backup",
  routes: {
    [`PUT ${ROUTE}`]: (call) => {
      const { RestoreTestingSelection: given } = call.request.params;
      const name = text(given, "RestoreTestingSelectionName") ?? "";
      if (table(call).has(name)) {
        throw new AwsError("AlreadyExistsException", `Restore testing selection ${name} exists`);
      }
      const selection = {
        ValidationWindowHours: 0,
        ...(isTree(given) ? (given as Fields) : {}),
        CreationTime: new Date(),
      };
      table(call).set(name, { ...selection, RestoreTestingPlanName: call.path.plan });
      return jsonReply(head(call, selection), 201);
    },
    [`GET ${ROUTE}`]: (call) => jsonReply({ RestoreTestingSelections: [...table(call).values()] }),
    [`GET ${ROUTE}/{name}`]: (call) => jsonReply({ RestoreTestingSelection: found(call) }),
    [`PUT ${ROUTE}/{name}`]: (call) => {
      const after = { ...found(call), ...(call.request.params.RestoreTestingSelection as Fields) };
      table(call).set(call.path.name ?? "", after);
      return jsonReply({ ...head(call, after), UpdateTime: new Date() });
    },
    [`DELETE ${ROUTE}/{name}`]: (call) => {
      found(call);
      table(call).delete(call.path.name ?? "");
      return noContent();
    },
  },
};

function head(call: Call, selection: Fields): Fields {
  const { RestoreTestingPlanArn, RestoreTestingPlanName } = restoreTestingPlan(call);
  const { CreationTime, RestoreTestingSelectionName } = selection;
  return { CreationTime, RestoreTestingPlanArn, RestoreTestingPlanName, RestoreTestingSelectionName };
}

function found(call: Call): Fields {
  const { name = "" } = call.path;
  const selection = table(call).get(name);
  if (selection === undefined) {
    throw new AwsError("ResourceNotFoundException", `Restore testing selection ${name} does not exist`);
  }
  return selection;
}

/** The selections of the plan that the path names. Fails if that plan does not exist. */
function table(call: Call): Map<string, Fields> {
  const plan = restoreTestingPlan(call);
  return call.state.regional(call.request, `backup selections of ${plan.RestoreTestingPlanArn}`);
}
