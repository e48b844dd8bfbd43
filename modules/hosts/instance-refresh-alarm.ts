import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { policyDocument } from "../shared/iam";

export interface InstanceRefreshAlarmProps {
  /** Name of the rule, the log group and the alarm, e.g. `project-x-prod-flask-refresh`. */
  readonly name: string;
  /** Name of the Auto Scaling group. */
  readonly groupName: string;
  /** ARN of a key whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Namespace of the metric, e.g. `project-x/prod/flask`. */
  readonly metricNamespace: string;
  /** Topic that the alarm notifies. */
  readonly topicArn: string;
  /** Days that the events are kept. @default 365 */
  readonly retentionInDays?: number | undefined;
}

const METRIC = "InstanceRefreshRunning";
/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-autoscaling.html */
const EVENT = "EC2 Auto Scaling Instance Refresh";
const STARTS = [`${EVENT} Started`, `${EVENT} Rollback Started`];
const ENDS = ["Succeeded", "Failed", "Cancelled", "Rollback Succeeded", "Rollback Failed"].map(
  (end) => `${EVENT} ${end}`,
);

/**
 * An alarm that is in the ALARM state while an instance refresh of one Auto Scaling group runs. Use it to suppress other alarms.
 *
 * Auto Scaling publishes no metric for instance refreshes, only events, which it delivers on a best-effort basis. If the end
 * event is lost, the alarm stays in the ALARM state until the next refresh ends. To reset it, run
 * `aws cloudwatch set-alarm-state --state-value OK`.
 */
export class InstanceRefreshAlarm extends Construct {
  /** The alarm. */
  readonly alarm: MetricAlarm;

  constructor(scope: Construct, id: string, props: InstanceRefreshAlarmProps) {
    super(scope, id);
    const { name, kmsKeyArn, retentionInDays } = props;
    // EventBridge writes only to log groups with this prefix.
    const events = new ExpiringLogGroup(this, "events", { name: `/aws/events/${name}`, kmsKeyArn, retentionInDays });
    this.collect(events, props);
    this.count("started", STARTS, "1", events, props);
    this.count("ended", ENDS, "0", events, props);
    this.alarm = this.createAlarm(props);
  }

  private collect(events: ExpiringLogGroup, { name, groupName }: InstanceRefreshAlarmProps): void {
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: "Start and end of instance refreshes",
      eventPattern: JSON.stringify({
        source: ["aws.autoscaling"],
        "detail-type": [...STARTS, ...ENDS],
        detail: { AutoScalingGroupName: [groupName] },
      }),
    });
    const permission = this.allowWriting(events, rule, name);
    new CloudwatchEventTarget(this, "target", { rule: rule.name, arn: events.arn, dependsOn: [permission] });
  }

  /**
   * EventBridge needs a resource policy to write to a log group. An account has at most ten of them per region.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
   */
  private allowWriting(events: ExpiringLogGroup, rule: CloudwatchEventRule, name: string): CloudwatchLogResourcePolicy {
    const principals = { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] };
    return new CloudwatchLogResourcePolicy(this, "permission", {
      policyName: name,
      policyDocument: policyDocument([
        { sid: "CreateStreams", principals, actions: ["logs:CreateLogStream"], resources: [`${events.arn}:*`] },
        {
          sid: "WriteEvents",
          principals,
          actions: ["logs:PutLogEvents"],
          resources: [`${events.arn}:*:*`],
          conditions: { ArnEquals: { "aws:SourceArn": rule.arn } },
        },
      ]),
    });
  }

  private count(
    id: "started" | "ended",
    types: readonly string[],
    value: string,
    events: ExpiringLogGroup,
    { name, metricNamespace }: InstanceRefreshAlarmProps,
  ): void {
    new CloudwatchLogMetricFilter(this, id, {
      name: `${name}-${id}`,
      logGroupName: events.name,
      pattern: `{ ${types.map((type) => `($.detail-type = "${type}")`).join(" || ")} }`,
      metricTransformation: { namespace: metricNamespace, name: METRIC, value },
    });
  }

  private createAlarm({ name, metricNamespace, topicArn }: InstanceRefreshAlarmProps): MetricAlarm {
    return new MetricAlarm(this, "running", {
      name: `${name}-running`,
      description:
        "An instance refresh is running, and the page is suppressed. No action is needed unless this alarm stays.",
      // The minimum: when a refresh starts and ends in the same minute, the alarm stays OK and suppresses no page.
      value: { namespace: metricNamespace, name: METRIC, dimensions: {}, statistic: "Minimum" },
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 1,
      // No data is written between start and end, while the refresh still runs.
      missingData: "ignore",
      topicArn,
    });
  }
}
