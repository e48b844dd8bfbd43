import { type Params, text, texts } from "../../protocol/params";
import { AwsError, changeJson, changeXml, type Fields, type Reply, resultReply, xmlOf } from "../../protocol/reply";
import { children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";
import { compositeAlarmsOf, tagsIn } from "./composite-alarm";

/**
 * Composite alarms. They are stored and never evaluated. The alarms that a rule names must exist, as in CloudWatch.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export const compositeAlarms: Feature = {
  service: "monitoring",
  actions: {
    PutCompositeAlarm: put,
    DescribeAlarms: describe,
    DeleteAlarms: (call) => {
      const names = texts(call.request.params, "AlarmNames");
      const others = names.filter((name) => !compositeAlarmsOf(call).delete(name));
      if (others.length === 0) {
        return resultReply(call.request);
      }
      return call.next(asking(call.request, "DeleteAlarms", { AlarmNames: others }));
    },
    EnableAlarmActions: (call) => setActions(call, true),
    DisableAlarmActions: (call) => setActions(call, false),
  },
};

async function put(call: Call): Promise<Reply> {
  const { params, region, account } = call.request;
  const name = text(params, "AlarmName") ?? "";
  const rule = text(params, "AlarmRule") ?? "";
  await refuseUnknown(call, namesInRule(rule));
  const before = compositeAlarmsOf(call).get(name);
  const now = new Date();
  const fields = {
    AlarmName: name,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    AlarmRule: rule,
    AlarmDescription: text(params, "AlarmDescription"),
    ActionsEnabled: text(params, "ActionsEnabled") !== "false",
    OKActions: texts(params, "OKActions"),
    AlarmActions: texts(params, "AlarmActions"),
    InsufficientDataActions: texts(params, "InsufficientDataActions"),
    ActionsSuppressor: text(params, "ActionsSuppressor"),
    ActionsSuppressorWaitPeriod: seconds(params, "ActionsSuppressorWaitPeriod"),
    ActionsSuppressorExtensionPeriod: seconds(params, "ActionsSuppressorExtensionPeriod"),
    AlarmConfigurationUpdatedTimestamp: now,
    StateValue: "INSUFFICIENT_DATA",
    StateReason: "Unchecked: Initial alarm creation",
    StateUpdatedTimestamp: now,
  };
  // The API reference says that an update ignores tags.
  compositeAlarmsOf(call).set(name, { arn: fields.AlarmArn, fields, tags: before?.tags ?? new Map(tagsIn(params)) });
  return resultReply(call.request);
}

async function describe(call: Call): Promise<Reply> {
  const { params, protocol } = call.request;
  const types = texts(params, "AlarmTypes");
  // Without `AlarmTypes`, CloudWatch returns metric alarms only.
  if (!types.includes("CompositeAlarm")) {
    return call.next();
  }
  const CompositeAlarms = [...compositeAlarmsOf(call).values()]
    .map((one) => one.fields)
    .filter((one) => fits(one, params));
  const ours = resultReply(call.request, { CompositeAlarms, MetricAlarms: [] });
  if (!types.includes("MetricAlarm")) {
    return ours;
  }
  const reply = await call.next();
  if (protocol === "json") {
    return changeJson(reply, (answer) => {
      answer.CompositeAlarms = JSON.parse(ours.body).CompositeAlarms;
    });
  }
  return changeXml(reply, (top) => {
    (top.DescribeAlarmsResult as XmlTree).CompositeAlarms = xmlOf(CompositeAlarms, "member");
  });
}

/** The filters on fields of an alarm. Filters on relations between alarms are not supported. */
function fits(alarm: Fields, params: Params): boolean {
  const names = texts(params, "AlarmNames");
  const name = `${alarm.AlarmName}`;
  const state = text(params, "StateValue") ?? alarm.StateValue;
  const named = names.length === 0 || names.includes(name);
  return named && name.startsWith(text(params, "AlarmNamePrefix") ?? "") && alarm.StateValue === state;
}

/** Names and ARNs in a rule such as `ALARM("a") AND NOT OK(arn:aws:cloudwatch:...:alarm:b)`. */
function namesInRule(rule: string): string[] {
  const found = rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]*"|'[^']*'|[^)\s]*)\s*\)/g);
  return [...found].map(([, quoted = ""]) => quoted.replace(/^["']|["']$/g, "").replace(/^arn:.*:alarm:/, ""));
}

async function refuseUnknown(call: Call, names: readonly string[]): Promise<void> {
  const others = names.filter((name) => !compositeAlarmsOf(call).has(name));
  if (others.length === 0) {
    return;
  }
  const known = metricAlarmsIn(await call.next(asking(call.request, "DescribeAlarms", { AlarmNames: others })));
  const unknown = others.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const listed = unknown.join(", ");
    throw new AwsError(
      "ValidationError",
      `Could not save the composite alarm as alarms [${listed}] in the alarm rule do not exist`,
    );
  }
}

function metricAlarmsIn(reply: Reply): (string | undefined)[] {
  if (reply.body.startsWith("{")) {
    const alarms: { AlarmName?: string }[] = JSON.parse(reply.body).MetricAlarms ?? [];
    return alarms.map((one) => one.AlarmName);
  }
  const response = parseXml(reply.body).DescribeAlarmsResponse as XmlTree;
  const result = response.DescribeAlarmsResult as XmlTree;
  return children(result.MetricAlarms, "member").map((one) => textOf(one, "AlarmName"));
}

function setActions(call: Call, ActionsEnabled: boolean): Reply | Promise<Reply> {
  const others = texts(call.request.params, "AlarmNames").filter((name) => {
    const alarm = compositeAlarmsOf(call).get(name);
    if (alarm !== undefined) {
      compositeAlarmsOf(call).set(name, { ...alarm, fields: { ...alarm.fields, ActionsEnabled } });
    }
    return alarm === undefined;
  });
  return others.length === 0 ? resultReply(call.request) : call.next();
}

function seconds(params: Params, name: string): number | undefined {
  const value = text(params, name);
  return value === undefined ? undefined : Number(value);
}
