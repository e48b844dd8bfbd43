import { InstanceRefreshAlarm } from "../../../modules/hosts/instance-refresh-alarm";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new InstanceRefreshAlarm(scope, "refresh", {
    name: "flask-refresh",
    groupName: "flask",
    kmsKeyArn: "key",
    metricNamespace: "project-x/dev/flask",
    topicArn: "topic",
  });
});

/** Values that the metric filters publish for an event. */
function counted(type: string): string[] {
  return template
    .all("aws_cloudwatch_log_metric_filter")
    .filter(({ pattern }) => pattern.includes(`($.detail-type = "${type}")`))
    .map(({ metric_transformation: { value } }) => value);
}

const EVENT = "EC2 Auto Scaling Instance Refresh";
const STARTS = [`${EVENT} Started`, `${EVENT} Rollback Started`];
const ENDS = ["Succeeded", "Failed", "Cancelled", "Rollback Succeeded", "Rollback Failed"].map(
  (end) => `${EVENT} ${end}`,
);

describe("InstanceRefreshAlarm", () => {
  const log = template.ref("aws_cloudwatch_log_group", undefined, "arn");
  const rule = template.ref("aws_cloudwatch_event_rule", undefined, "arn");

  it("collects the start and end events of one group", () => {
    const { event_pattern: pattern } = template.one("aws_cloudwatch_event_rule");
    expect(JSON.parse(pattern)).toEqual({
      source: ["aws.autoscaling"],
      "detail-type": [...STARTS, ...ENDS],
      detail: { AutoScalingGroupName: ["flask"] },
    });
    template.one("aws_cloudwatch_event_target", { arn: log });
  });

  it("stores them encrypted, for a year by default, with the prefix that EventBridge requires", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/aws/events/flask-refresh",
      kms_key_id: "key",
      retention_in_days: 365,
    });
  });

  it("allows EventBridge to write events of this rule only", () => {
    const { Statement } = JSON.parse(template.one("aws_cloudwatch_log_resource_policy").policy_document);
    expect(Statement[1]).toMatchObject({
      Action: "logs:PutLogEvents",
      Resource: `${log}:*:*`,
      Condition: { ArnEquals: { "aws:SourceArn": rule } },
    });
  });

  it.each(STARTS)("is in ALARM after %s", (type) => {
    expect(counted(type)).toEqual(["1"]);
  });

  it.each(ENDS)("is OK after %s", (type) => {
    expect(counted(type)).toEqual(["0"]);
  });

  it("stands alone: required props only", () => {
    // The template above has no optional prop.
    template.count("aws_cloudwatch_log_metric_filter", 2);
  });

  it("keeps its state between start and end, and stays OK when both are in one minute", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      namespace: "project-x/dev/flask",
      metric_name: "InstanceRefreshRunning",
      statistic: "Minimum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluation_periods: 1,
      treat_missing_data: "ignore",
    });
  });

  it("publishes the metric that its alarm reads", () => {
    const { namespace, metric_name: name } = template.one("aws_cloudwatch_metric_alarm");
    template.all("aws_cloudwatch_log_metric_filter", { metric_transformation: { namespace, name } });
  });
});
