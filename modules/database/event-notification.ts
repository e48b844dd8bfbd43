import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { Construct } from "constructs";

/** A notification about a request that CloudTrail has logged. */
interface EventNotification {
  /** Name of the EventBridge rule. Subscribers of `pages` receive the notification by this name. */
  readonly rule: string;
  /** What has happened, in one sentence. */
  readonly problem: string;
  /** ARN of the topic. */
  readonly topicArn: string;
}

/** Paths of the event's fields that the notification contains. */
const PATHS = {
  account: "$.account",
  event: "$.detail.eventID",
  principal: "$.detail.userIdentity.arn",
  region: "$.region",
  source: "$.detail.sourceIPAddress",
  time: "$.time",
};

/** Sends the request's principal, IP address and time to a topic. The construct id is `target`. */
export function createEventNotification(scope: Construct, { rule, problem, topicArn }: EventNotification): void {
  const message = Object.fromEntries(Object.keys(PATHS).map((key) => [key, `<${key}>`]));
  new CloudwatchEventTarget(scope, "target", {
    rule,
    arn: topicArn,
    inputTransformer: {
      inputPaths: PATHS,
      // Subscribers of `pages` receive it by this field, as they receive alarms.
      inputTemplate: JSON.stringify({ AlarmName: rule, problem, ...message }),
    },
  });
}

/** Names of EventBridge rules (EventBridge API reference, PutRule). */
export const RULE_NAME = /^[\w.-]{1,64}$/;
