import { isTree, list, type Param, text } from "../../protocol/params";
import { changeXml } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";

/**
 * Lifecycle hooks. moto replaces the queue and the role of a hook by invented ones, and ignores hooks in CreateAutoScalingGroup.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHook.html
 */
export const lifecycleHooks: Feature = {
  service: "autoscaling",
  actions: {
    PutLifecycleHook: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        remember(call, call.request.params);
      }
      return reply;
    },
    CreateAutoScalingGroup: async (call) => {
      const reply = await call.next();
      for (const hook of reply.status < 300 ? list(call.request.params, "LifecycleHookSpecificationList") : []) {
        await call.next(
          asking(call.request, "PutLifecycleHook", { AutoScalingGroupName: group(call), ...textsIn(hook) }),
        );
        remember(call, hook);
      }
      return reply;
    },
    DescribeLifecycleHooks: async (call) => {
      return changeXml(await call.next(), (top) => {
        const result = top.DescribeLifecycleHooksResult as XmlTree;
        for (const hook of children(result.LifecycleHooks, "member")) {
          correct(call, hook as XmlTree);
        }
      });
    },
  },
};

const INVENTED = ["NotificationTargetARN", "RoleARN", "NotificationMetadata"];

function remember(call: Call, hook: Param): void {
  table(call).set(`${group(call)}/${text(hook, "LifecycleHookName")}`, hook);
}

function group(call: Call): string {
  return text(call.request.params, "AutoScalingGroupName") ?? "";
}

/** Fields of a hook. All are text in the query protocol. */
function textsIn(hook: Param): Record<string, string> {
  return isTree(hook) ? (hook as Record<string, string>) : {};
}

function correct(call: Call, hook: XmlTree): void {
  const given = table(call).get(`${textOf(hook, "AutoScalingGroupName")}/${textOf(hook, "LifecycleHookName")}`);
  for (const name of INVENTED) {
    const value = text(given, name);
    if (value === undefined) {
      delete hook[name];
    } else {
      hook[name] = value;
    }
  }
}

function table(call: Call): Map<string, Param> {
  return call.state.regional(call.request, "autoscaling lifecycle hooks");
}
