import { InstanceRefreshWatch } from "../../../modules/hosts/instance-refresh-watch";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new InstanceRefreshWatch(scope, "refresh", {
    name: "flask-refresh",
    groupName: "flask",
    kmsKeyArn: "key",
    retentionInDays: 30,
    metricNamespace: "project-x/dev/flask",
    topicArn: "topic",
  });
});

/** What the metric filters make of an event, as CloudWatch Logs evaluates them. */
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

describe("InstanceRefreshWatch", () => {
  const log = template.ref("aws_cloudwatch_log_group", undefined, "arn");
  const rule = template.ref("aws_cloudwatch_event_rule", undefined, "arn");

  it("collects the starts and ends of refreshes of one group", () => {
    const { event_pattern: pattern } = template.one("aws_cloudwatch_event_rule");
    expect(JSON.parse(pattern)).toEqual({
      source: ["aws.autoscaling"],
      "detail-type": [...STARTS, ...ENDS],
      detail: { AutoScalingGroupName: ["flask"] },
    });
    template.one("aws_cloudwatch_event_target", { arn: log });
  });

  it("keeps them encrypted, for a while, under the prefix that EventBridge may write to", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/aws/events/flask-refresh",
      kms_key_id: "key",
      retention_in_days: 30,
    });
  });

  it("lets EventBridge write events of this rule only", () => {
    const { Statement } = JSON.parse(template.one("aws_cloudwatch_log_resource_policy").policy_document);
    expect(Statement[1]).toMatchObject({
      Action: "logs:PutLogEvents",
      Resource: `${log}:*:*`,
      Condition: { ArnEquals: { "aws:SourceArn": rule } },
    });
  });

  it.each(STARTS)("is on with %s", (type) => {
    expect(counted(type)).toEqual(["1"]);
  });

  it.each(ENDS)("is off with %s", (type) => {
    expect(counted(type)).toEqual(["0"]);
  });

  it("stays as it is between start and end, and is off when both come in one minute", () => {
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

  it("counts under the name that its alarm looks at", () => {
    const { namespace, metric_name: name } = template.one("aws_cloudwatch_metric_alarm");
    template.all("aws_cloudwatch_log_metric_filter", { metric_transformation: { namespace, name } });
  });
});
