import { text, texts } from "../../protocol/params";
import { changeXml, type Reply, resultReply } from "../../protocol/reply";
import { children, textOf, type XmlTree } from "../../protocol/xml";
import type { Call, Feature } from "../feature";

/**
 * Detailed monitoring and automatic recovery of instances. moto supports neither. Automatic recovery is on by default.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html
 */
export const instanceMonitoring: Feature = {
  service: "ec2",
  actions: {
    MonitorInstances: (call) => change(call, "enabled"),
    UnmonitorInstances: (call) => change(call, "disabled"),
    RunInstances: async (call) => {
      const wanted = text(call.request.params, "Monitoring", "Enabled") === "true";
      return changeXml(await call.next(), (top) => {
        for (const instance of children(top.instancesSet, "item")) {
          if (wanted) {
            states(call).set(textOf(instance, "instanceId") ?? "", "enabled");
          }
          show(call, instance as XmlTree);
        }
      });
    },
    DescribeInstances: async (call) =>
      changeXml(await call.next(), (top) => {
        for (const reservation of children(top.reservationSet, "item")) {
          for (const instance of children((reservation as XmlTree).instancesSet, "item")) {
            show(call, instance as XmlTree);
          }
        }
      }),
  },
};

function change(call: Call, state: string): Reply {
  const ids = texts(call.request.params, "InstanceId");
  for (const id of ids) {
    states(call).set(id, state);
  }
  return resultReply(call.request, { instancesSet: ids.map((instanceId) => ({ instanceId, monitoring: { state } })) });
}

function show(call: Call, instance: XmlTree): void {
  const state = states(call).get(textOf(instance, "instanceId") ?? "");
  if (state !== undefined) {
    instance.monitoring = { state };
  }
  instance.maintenanceOptions = { autoRecovery: "default" };
}

function states(call: Call): Map<string, string> {
  return call.state.regional(call.request, "ec2 instance monitoring");
}
