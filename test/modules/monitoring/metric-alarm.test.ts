import type { Metric } from "../../../modules/monitoring/metric";
import { MetricAlarm, type MetricAlarmProps } from "../../../modules/monitoring/metric-alarm";
import { Template } from "../../helpers/template";

const CPU: Metric = { namespace: "AWS/EC2", name: "CPUUtilization", dimensions: { Group: "g" }, statistic: "Average" };

function build(props: Partial<MetricAlarmProps> = {}): Template {
  return Template.of((scope) => {
    new MetricAlarm(scope, "alarm", {
      name: "project-x-dev-cpu",
      description: "Too busy. Look at the hosts.",
      value: CPU,
      comparison: "above",
      threshold: 80,
      evaluationPeriods: 5,
      missingData: "breaching",
      topicArn: "topic",
      ...props,
    });
  });
}

const alarm = (props?: Partial<MetricAlarmProps>) => build(props).one("aws_cloudwatch_metric_alarm");

describe("MetricAlarm", () => {
  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new MetricAlarm(scope, "alarm", {
        name: "project-x-dev-cpu",
        description: "Too busy. Look at the hosts.",
        value: CPU,
        threshold: 80,
        missingData: "breaching",
        topicArn: "topic",
      });
    });
    alone.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "project-x-dev-cpu",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      evaluation_periods: 1,
      datapoints_to_alarm: 1,
      treat_missing_data: "breaching",
    });
  });

  it("notifies the topic when it starts and when it ends", () => {
    expect(alarm()).toMatchObject({ actions_enabled: true, alarm_actions: ["topic"], ok_actions: ["topic"] });
  });

  it("evaluates one metric in periods of one minute", () => {
    expect(alarm()).toMatchObject({
      namespace: "AWS/EC2",
      metric_name: "CPUUtilization",
      dimensions: { Group: "g" },
      statistic: "Average",
      period: 60,
      comparison_operator: "GreaterThanThreshold",
      threshold: 80,
    });
  });

  it("starts when all evaluated periods breach the threshold, by default", () => {
    expect(alarm()).toMatchObject({ evaluation_periods: 5, datapoints_to_alarm: 5 });
  });

  it("starts when the given number of periods breach the threshold", () => {
    expect(alarm({ datapointsToAlarm: 3 })).toMatchObject({ evaluation_periods: 5, datapoints_to_alarm: 3 });
  });

  it.each(["breaching", "notBreaching", "ignore", "missing"] as const)("treats missing data as %s", (missingData) => {
    expect(alarm({ missingData })).toMatchObject({ treat_missing_data: missingData });
  });

  it.each([
    ["at least", "GreaterThanOrEqualToThreshold"],
    ["below", "LessThanThreshold"],
  ] as const)("compares %s", (comparison, operator) => {
    expect(alarm({ comparison })).toMatchObject({ comparison_operator: operator });
  });

  it("keeps its state when a percentile has few samples", () => {
    const attributes = alarm({ value: { ...CPU, statistic: "p99" } });
    expect(attributes).toMatchObject({ extended_statistic: "p99", evaluate_low_sample_count_percentiles: "ignore" });
    expect(attributes).not.toHaveProperty("statistic");
  });

  it("computes a value from metrics that have no alarm of their own", () => {
    const value = { label: "Share", expression: "100*part/whole", metrics: { part: CPU, whole: CPU } };
    const { metric_query: queries, ...attributes } = alarm({ value });
    expect(queries).toEqual([
      { id: "value", expression: "100*part/whole", label: "Share", return_data: true },
      expect.objectContaining({ id: "part", return_data: false }),
      expect.objectContaining({ id: "whole", return_data: false }),
    ]);
    expect(queries[1].metric).toEqual({
      namespace: "AWS/EC2",
      metric_name: "CPUUtilization",
      dimensions: { Group: "g" },
      period: 60,
      stat: "Average",
    });
    expect(attributes).not.toHaveProperty("metric_name");
  });

  it("has no dimensions when the metric has none", () => {
    expect(alarm({ value: { ...CPU, dimensions: {} } })).not.toHaveProperty("dimensions");
  });

  it("fails when more periods must breach than are evaluated", () => {
    expect(() => build({ datapointsToAlarm: 6 })).toThrow(
      "datapointsToAlarm must be 1 to evaluationPeriods (5), got 6",
    );
  });

  it("fails when no period is evaluated", () => {
    expect(() => build({ evaluationPeriods: 0 })).toThrow("evaluationPeriods must be at least 1, got 0");
  });
});
