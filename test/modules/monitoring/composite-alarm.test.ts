import type { Construct } from "constructs";
import { CompositeAlarm } from "../../../modules/monitoring/composite-alarm";
import { MetricAlarm } from "../../../modules/monitoring/metric-alarm";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

function alarm(scope: Construct, id: string): MetricAlarm {
  return new MetricAlarm(scope, id, {
    name: id,
    description: id,
    value: { namespace: "n", name: "m", dimensions: {}, statistic: "Sum" },
    comparison: "above",
    threshold: 0,
    evaluationPeriods: 1,
    missingData: "ignore",
    topicArn: "topic",
  });
}

function build(ids: readonly string[], suppressor?: string): Template {
  return Template.of((scope) => {
    new CompositeAlarm(scope, "composite", {
      name: "degraded",
      description: "Users see it.",
      anyOf: ids.map((id) => alarm(scope, id)),
      ...(suppressor ? { silentDuring: alarm(scope, suppressor) } : {}),
      topicArn: "topic",
    });
  });
}

describe("CompositeAlarm", () => {
  const template = build(["errors", "latency"]);
  const name = (id: string, of = template) => of.ref("aws_cloudwatch_metric_alarm", id, "alarm_name");

  it("stands alone: required props only, and starts with any of its alarms", () => {
    template.one("aws_cloudwatch_composite_alarm", {
      alarm_name: "degraded",
      alarm_rule: `ALARM("${name("errors")}") OR ALARM("${name("latency")}")`,
    });
  });

  it("notifies the topic when it starts and when it ends", () => {
    template.one("aws_cloudwatch_composite_alarm", {
      actions_enabled: true,
      alarm_actions: ["topic"],
      ok_actions: ["topic"],
    });
  });

  it("has no suppressor by default", () => {
    expect(template.one("aws_cloudwatch_composite_alarm")).not.toHaveProperty("actions_suppressor");
  });

  it("is silent while its suppressor is in alarm, and for five minutes after", () => {
    const silenced = build(["errors"], "refresh");
    silenced.one("aws_cloudwatch_composite_alarm", {
      actions_suppressor: { alarm: name("refresh", silenced), extension_period: 300, wait_period: 60 },
    });
  });

  it("fails without an alarm", () => {
    expect(() => build([])).toThrow("anyOf must hold at least 1 alarm, got 0");
  });

  it("requires an alarm of each group, in the region of its provider", () => {
    const grouped = Template.of((scope) => {
      const [first, second, third] = ["a", "b", "c"].map((id) => alarm(scope, id)) as [
        MetricAlarm,
        MetricAlarm,
        MetricAlarm,
      ];
      const props = { name: "all", description: "All fail.", topicArn: "topic", provider: globalProvider(scope) };
      new CompositeAlarm(scope, "composite", { ...props, anyOf: [first, second], andAnyOf: [[third]] });
    });
    const [a, b, c] = ["a", "b", "c"].map((id) => name(id, grouped));
    grouped.one("aws_cloudwatch_composite_alarm", {
      alarm_rule: `(ALARM("${a}") OR ALARM("${b}")) AND (ALARM("${c}"))`,
      provider: "aws.us-east-1",
    });
  });

  it("fails with an empty group", () => {
    const build = () =>
      Template.of((scope) => {
        const props = { name: "all", description: "All fail.", topicArn: "topic" };
        new CompositeAlarm(scope, "composite", { ...props, anyOf: [alarm(scope, "a")], andAnyOf: [[]] });
      });
    expect(build).toThrow("andAnyOf must hold at least 1 alarm in each group, got [0]");
  });
});
