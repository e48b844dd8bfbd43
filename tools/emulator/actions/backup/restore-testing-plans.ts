import { randomUUID } from "node:crypto";
import { isTree, type Params, text } from "../../protocol/params";
import { AwsError, type Fields, jsonReply, noContent } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const PLANS = "/restore-testing/plans";

/**
 * Restore testing plans. The gateway stores them, but does not run them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html
 */
export const restoreTestingPlans: Feature = {
  service: "backup",
  routes: {
    [`PUT ${PLANS}`]: async (call) => {
      const { params, region, account } = call.request;
      const plan = isTree(params.RestoreTestingPlan) ? params.RestoreTestingPlan : {};
      const name = text(plan, "RestoreTestingPlanName") ?? "";
      if (table(call).has(name)) {
        throw new AwsError("AlreadyExistsException", `Restore testing plan ${name} exists`);
      }
      const head = {
        CreationTime: new Date(),
        RestoreTestingPlanArn: `arn:aws:backup:${region}:${account}:restore-testing-plan:${name}-${randomUUID()}`,
        RestoreTestingPlanName: name,
      };
      table(call).set(name, {
        ScheduleExpressionTimezone: "Etc/UTC",
        StartWindowHours: 24,
        ...(plan as Fields),
        ...head,
      });
      await keepTags(call, head.RestoreTestingPlanArn, params.Tags);
      return jsonReply(head, 201);
    },
    [`GET ${PLANS}`]: (call) => jsonReply({ RestoreTestingPlans: [...table(call).values()] }),
    [`GET ${PLANS}/{plan}`]: (call) => jsonReply({ RestoreTestingPlan: restoreTestingPlan(call) }),
    [`PUT ${PLANS}/{plan}`]: (call) => {
      const before = restoreTestingPlan(call);
      const after = { ...before, ...(call.request.params.RestoreTestingPlan as Fields), LastUpdateTime: new Date() };
      table(call).set(`${before.RestoreTestingPlanName}`, after);
      const { CreationTime, RestoreTestingPlanArn, RestoreTestingPlanName, LastUpdateTime } = after as Fields;
      return jsonReply({ CreationTime, RestoreTestingPlanArn, RestoreTestingPlanName, UpdateTime: LastUpdateTime });
    },
    [`DELETE ${PLANS}/{plan}`]: (call) => {
      table(call).delete(`${restoreTestingPlan(call).RestoreTestingPlanName}`);
      return noContent();
    },
  },
};

/** The plan that the path names. */
export function restoreTestingPlan(call: Call): Fields {
  const name = call.path.plan ?? "";
  const found = table(call).get(name);
  if (found === undefined) {
    throw new AwsError("ResourceNotFoundException", `Restore testing plan ${name} does not exist`);
  }
  return found;
}

/** moto stores the tags of any ARN. */
async function keepTags(call: Call, arn: string, tags: Params[string]): Promise<void> {
  if (!isTree(tags)) {
    return;
  }
  await call.next({ method: "POST", path: `/tags/${encodeURIComponent(arn)}`, body: JSON.stringify({ Tags: tags }) });
}

function table(call: Call): Map<string, Fields> {
  return call.state.regional(call.request, "backup restore testing plans");
}
