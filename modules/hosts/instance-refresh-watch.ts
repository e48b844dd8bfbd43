import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { policyDocument } from "../shared/iam";

export interface InstanceRefreshWatchProps {
  /** Name of rule, log group and alarm, e.g. `project-x-prod-flask-refresh`. */
  readonly name: string;
  /** The Auto Scaling group whose refreshes are watched. */
  readonly groupName: string;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly retentionInDays: number;
  /** Namespace of the metric, e.g. `project-x/prod/flask`. */
  readonly metricNamespace: string;
  readonly topicArn: string;
}

const METRIC = "InstanceRefreshRunning";
/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-autoscaling.html */
const EVENT = "EC2 Auto Scaling Instance Refresh";
const STARTS = [`${EVENT} Started`, `${EVENT} Rollback Started`];
const ENDS = ["Succeeded", "Failed", "Cancelled", "Rollback Succeeded", "Rollback Failed"].map(
  (end) => `${EVENT} ${end}`,
);

/**
 * An alarm that is on while an instance refresh of one group runs, for others to be silent by.
 *
 * Auto Scaling has no metric for it, only events, delivered with best effort: should an end get lost, the alarm stays on until
 * the next refresh, or until somebody ends it (`aws cloudwatch set-alarm-state --state-value OK`). Whoever listens to everything
 * hears of its start, and misses its end.
 */
export class InstanceRefreshWatch extends Construct {
  readonly alarm: MetricAlarm;

  constructor(scope: Construct, id: string, props: InstanceRefreshWatchProps) {
    super(scope, id);
    const { name, kmsKeyArn, retentionInDays } = props;
    // EventBridge writes to groups under this prefix only.
    const events = new ExpiringLogGroup(this, "events", { name: `/aws/events/${name}`, kmsKeyArn, retentionInDays });
    this.collect(events, props);
    this.count("started", STARTS, "1", events, props);
    this.count("ended", ENDS, "0", events, props);
    this.alarm = this.createAlarm(props);
  }

  private collect(events: ExpiringLogGroup, { name, groupName }: InstanceRefreshWatchProps): void {
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: "Starts and ends of instance refreshes",
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
   * EventBridge writes to log groups by a resource policy, of which an account has ten per region.
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
    { name, metricNamespace }: InstanceRefreshWatchProps,
  ): void {
    new CloudwatchLogMetricFilter(this, id, {
      name: `${name}-${id}`,
      logGroupName: events.name,
      pattern: `{ ${types.map((type) => `($.detail-type = "${type}")`).join(" || ")} }`,
      metricTransformation: { namespace: metricNamespace, name: METRIC, value },
    });
  }

  private createAlarm({ name, metricNamespace, topicArn }: InstanceRefreshWatchProps): MetricAlarm {
    return new MetricAlarm(this, "running", {
      name: `${name}-running`,
      description: "An instance refresh runs: nobody is paged until it has ended. Nothing to do unless it stays.",
      // The lowest of a minute: a start and an end in the same one leave the alarm off, which pages rather than not.
      value: { namespace: metricNamespace, name: METRIC, dimensions: {}, statistic: "Minimum" },
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 1,
      // Between start and end nothing is written: the refresh still runs.
      missingData: "ignore",
      topicArn,
    });
  }
}
