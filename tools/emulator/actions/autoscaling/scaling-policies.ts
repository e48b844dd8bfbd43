import { text } from "../../protocol/params";
import { changeXml } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Corrects scaling policies. moto returns every policy as disabled, and adds an empty predictive configuration.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html
 */
export const scalingPolicies: Feature = {
  service: "autoscaling",
  actions: {
    PutScalingPolicy: async (call) => {
      const { params } = call.request;
      const reply = await call.next();
      const key = `${text(params, "AutoScalingGroupName")}/${text(params, "PolicyName")}`;
      if (reply.status < 300) {
        enabled(call).set(key, text(params, "Enabled") ?? "true");
      }
      return reply;
    },
    DescribePolicies: async (call) => {
      return changeXml(await call.next(), (top) => {
        const result = top.DescribePoliciesResult as XmlTree;
        for (const one of children(result.ScalingPolicies, "member")) {
          const policy = one as XmlTree;
          const key = `${textOf(policy, "AutoScalingGroupName")}/${textOf(policy, "PolicyName")}`;
          policy.Enabled = enabled(call).get(key) ?? "true";
          if (textOf(policy, "PolicyType") !== "PredictiveScaling") {
            delete policy.PredictiveScalingConfiguration;
          }
        }
      });
    },
  },
};

function enabled(call: Call): Map<string, string> {
  return call.state.regional(call.request, "autoscaling enabled policies");
}
