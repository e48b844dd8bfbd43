import { randomUUID } from "node:crypto";
import { isTree, type Param } from "../../protocol/params";
import { AwsError, type Fields, jsonReply, type Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ROUTE = "/backup/plans/{plan}";

/** What an update changes, in place of moto's values. */
interface Updated extends Fields {
  readonly BackupPlan: Fields;
  readonly VersionId: string;
}

/**
 * Updates of backup plans, which moto does not support. The plan contains the rules as the request has them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateBackupPlan.html
 */
export const backupPlans: Feature = {
  service: "backup",
  routes: {
    [`POST ${ROUTE}`]: async (call) => {
      const before = await call.next({ method: "GET", body: "" });
      if (before.status >= 300) {
        return before;
      }
      const { BackupPlan: plan } = call.request.params;
      if (!isTree(plan)) {
        throw new AwsError("MissingParameterValueException", "BackupPlan is required");
      }
      const rules = Array.isArray(plan.Rules) ? plan.Rules : [];
      const BackupPlan = { ...(plan as Fields), Rules: rules.map(withRuleId) };
      const updated = { BackupPlan, VersionId: randomUUID() };
      plans(call).set(call.path.plan ?? "", updated);
      const { BackupPlanId, BackupPlanArn, CreationDate } = JSON.parse(before.body) as Fields;
      return jsonReply({ BackupPlanId, BackupPlanArn, CreationDate, VersionId: updated.VersionId });
    },
    [`GET ${ROUTE}`]: async (call) => {
      const updated = plans(call).get(call.path.plan ?? "");
      const reply = await call.next();
      return updated && reply.status < 300 ? replace(reply, updated) : reply;
    },
  },
};

function withRuleId(rule: Param): Fields {
  return { ...(isTree(rule) ? (rule as Fields) : {}), RuleId: randomUUID() };
}

function replace(reply: Reply, updated: Updated): Reply {
  return jsonReply({ ...(JSON.parse(reply.body) as Fields), ...updated });
}

function plans(call: Call): Map<string, Updated> {
  return call.state.regional(call.request, "backup plans");
}
