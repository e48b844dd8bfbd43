import { text } from "../../protocol/params";
import { changeXml, type Reply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Attributes of Auto Scaling groups that moto drops.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html
 */
export const autoScalingGroups: Feature = {
  service: "autoscaling",
  actions: {
    CreateAutoScalingGroup: remember,
    UpdateAutoScalingGroup: remember,
    DeleteAutoScalingGroup: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        table(call).delete(text(call.request.params, "AutoScalingGroupName") ?? "");
      }
      return reply;
    },
    DescribeAutoScalingGroups: async (call) => {
      return changeXml(await call.next(), (top) => {
        const result = top.DescribeAutoScalingGroupsResult as XmlTree;
        for (const group of children(result.AutoScalingGroups, "member")) {
          Object.assign(group, table(call).get(textOf(group, "AutoScalingGroupName") ?? ""));
        }
      });
    },
  },
};

const DROPPED = ["DefaultInstanceWarmup", "MaxInstanceLifetime", "DesiredCapacityType"];

async function remember(call: Call): Promise<Reply> {
  const { params } = call.request;
  const reply = await call.next();
  if (reply.status >= 300) {
    return reply;
  }
  const name = text(params, "AutoScalingGroupName") ?? "";
  const facts: XmlTree = { ...table(call).get(name) };
  for (const attribute of DROPPED) {
    const value = text(params, attribute);
    if (value !== undefined) {
      facts[attribute] = value;
    }
  }
  // -1 turns the warm-up off, and 0 turns the lifetime off. An answer then contains neither.
  if (facts.DefaultInstanceWarmup === "-1") {
    delete facts.DefaultInstanceWarmup;
  }
  if (facts.MaxInstanceLifetime === "0") {
    delete facts.MaxInstanceLifetime;
  }
  table(call).set(name, facts);
  return reply;
}

function table(call: Call): Map<string, XmlTree> {
  return call.state.regional(call.request, "autoscaling groups");
}
