import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { MetricAlarm } from "./metric-alarm";

export interface CompositeAlarmProps {
  /** Name of the alarm, at most 255 characters. */
  readonly name: string;
  /** What the alarm means and where to look first. The on-call engineer reads this text. */
  readonly description: string;
  /** The alarm is in ALARM while at least one of these is. */
  readonly anyOf: readonly MetricAlarm[];
  /** Further groups. The alarm is in ALARM while at least one alarm of each group is. @default none */
  readonly andAnyOf?: ReadonlyArray<readonly MetricAlarm[]> | undefined;
  /** Suppressor: while this alarm is in ALARM, CloudWatch sends no notifications. @default no suppressor */
  readonly silentDuring?: MetricAlarm | undefined;
  /** ARN of the topic that CloudWatch notifies when the alarm starts and ends. */
  readonly topicArn: string;
  /** Provider of the region of all these alarms. @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** Seconds that notifications stay suppressed after the suppressor has ended, until breaching periods are no longer evaluated. */
const EXTENSION_SECONDS = 300;
/** Seconds that CloudWatch waits for the suppressor to enter ALARM. Every notification is late by as much. */
const WAIT_SECONDS = 60;

/** One alarm over several alarms, so that one incident sends one notification. */
export class CompositeAlarm extends Construct {
  readonly arn: string;
  /** Escape hatch: the underlying `aws_cloudwatch_composite_alarm`. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: CompositeAlarmProps) {
    super(scope, id);
    const { name, description, anyOf, andAnyOf = [], silentDuring, topicArn, provider } = props;
    ensure(anyOf.length > 0, "anyOf", "hold at least 1 alarm", anyOf.length);
    ensure(
      andAnyOf.every((group) => group.length > 0),
      "andAnyOf",
      "hold at least 1 alarm in each group",
      andAnyOf.map((group) => group.length),
    );
    this.resource = new CloudwatchCompositeAlarm(this, "Resource", {
      alarmName: name,
      alarmDescription: description,
      alarmRule: ruleOf([anyOf, ...andAnyOf]),
      actionsEnabled: true,
      alarmActions: [topicArn],
      okActions: [topicArn],
      ...(silentDuring
        ? {
            actionsSuppressor: {
              alarm: silentDuring.name,
              extensionPeriod: EXTENSION_SECONDS,
              waitPeriod: WAIT_SECONDS,
            },
          }
        : {}),
      ...(provider ? { provider } : {}),
    });
    this.arn = this.resource.arn;
  }
}

function ruleOf(groups: ReadonlyArray<readonly MetricAlarm[]>): string {
  const rules = groups.map((group) => group.map((alarm) => `ALARM("${alarm.name}")`).join(" OR "));
  return rules.length === 1 ? rules.join() : rules.map((rule) => `(${rule})`).join(" AND ");
}
