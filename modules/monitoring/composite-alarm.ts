import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { MetricAlarm } from "./metric-alarm";

export interface CompositeAlarmProps {
  readonly name: string;
  /** What it means and where to look first: the text that whoever is woken reads. */
  readonly description: string;
  /** Goes off with any of these. */
  readonly anyOf: readonly MetricAlarm[];
  /** While this one is in alarm, nobody is told. @default never silent */
  readonly silentDuring?: MetricAlarm;
  /** Topic that hears of the alarm and of its end. */
  readonly topicArn: string;
}

/** Seconds that the alarm stays silent after its suppressor has ended: the breaching periods of a finished refresh run out. */
const EXTENSION_SECONDS = 300;
/** Seconds that the alarm waits for its suppressor to wake up, by which every page is late. */
const WAIT_SECONDS = 60;

/** One alarm over several, for whoever should be woken once. */
export class CompositeAlarm extends Construct {
  readonly arn: string;
  /** Escape hatch: the underlying `aws_cloudwatch_composite_alarm`. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: CompositeAlarmProps) {
    super(scope, id);
    const { name, description, anyOf, silentDuring, topicArn } = props;
    ensure(anyOf.length > 0, "anyOf", "hold at least 1 alarm", anyOf.length);
    this.resource = new CloudwatchCompositeAlarm(this, "Resource", {
      alarmName: name,
      alarmDescription: description,
      alarmRule: anyOf.map((alarm) => `ALARM("${alarm.name}")`).join(" OR "),
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
    });
    this.arn = this.resource.arn;
  }
}
