import { randomUUID } from "node:crypto";
import { text, texts } from "../../protocol/params";
import { AwsError, type Fields, resultReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/**
 * Instance refreshes. They succeed immediately, because no instances run.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
 */
export const instanceRefresh: Feature = {
  service: "autoscaling",
  actions: {
    StartInstanceRefresh: (call) => {
      const { params } = call.request;
      const now = new Date();
      const refresh = {
        InstanceRefreshId: randomUUID(),
        AutoScalingGroupName: text(params, "AutoScalingGroupName"),
        Strategy: text(params, "Strategy") ?? "Rolling",
        Preferences: params.Preferences as Fields | undefined,
        Status: "Successful",
        StartTime: now,
        EndTime: now,
        PercentageComplete: 100,
        InstancesToUpdate: 0,
      };
      refreshes(call).unshift(refresh);
      return resultReply(call.request, { InstanceRefreshId: refresh.InstanceRefreshId });
    },
    DescribeInstanceRefreshes: (call) => {
      const ids = texts(call.request.params, "InstanceRefreshIds");
      const found = refreshes(call).filter((one) => ids.length === 0 || ids.includes(`${one.InstanceRefreshId}`));
      return resultReply(call.request, { InstanceRefreshes: found });
    },
    CancelInstanceRefresh: () => {
      throw new AwsError("ActiveInstanceRefreshNotFound", "There is no active instance refresh for this group");
    },
  },
};

/** The refreshes of the request's group, latest first. */
function refreshes(call: Call): Fields[] {
  const table = call.state.regional<Fields[]>(call.request, "autoscaling instance refreshes");
  const group = text(call.request.params, "AutoScalingGroupName") ?? "";
  const found = table.get(group) ?? [];
  table.set(group, found);
  return found;
}
