import { AwsError, xmlReply } from "../../protocol/reply";
import type { XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";
import { distributions } from "./documents";
import { API, bodyOf } from "./reply";

const ROUTE = `${API}/distributions/{id}/monitoring-subscription`;

/**
 * The additional metrics of a distribution, as a setting.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateMonitoringSubscription.html
 */
export const monitoringSubscriptions: Feature = {
  service: "cloudfront",
  routes: {
    [`POST ${ROUTE}`]: (call) => {
      const subscription = bodyOf(call);
      table(call).set(call.path.id ?? "", subscription);
      return xmlReply({ MonitoringSubscription: subscription });
    },
    [`GET ${ROUTE}`]: (call) => {
      const found = table(call).get(call.path.id ?? "");
      if (found !== undefined) {
        return xmlReply({ MonitoringSubscription: found });
      }
      throw new AwsError("NoSuchMonitoringSubscription", "A monitoring subscription does not exist", 404);
    },
    [`DELETE ${ROUTE}`]: (call) => {
      table(call).delete(call.path.id ?? "");
      return { status: 200, headers: {}, body: "" };
    },
  },
};

/** The subscriptions. Fails if the distribution in the path does not exist. */
function table(call: Call): Map<string, XmlTree> {
  distributions.get(call, call.path.id ?? "");
  return call.state.global(call.request, "cloudfront monitoring subscriptions");
}
