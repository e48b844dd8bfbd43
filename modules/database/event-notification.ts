import { CloudwatchEventRule, type CloudwatchEventRuleConfig } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { Construct } from "constructs";
import { ensure } from "../shared/errors";

/** A notification about a request that CloudTrail has logged. */
interface EventNotification extends Pick<CloudwatchEventRuleConfig, "description" | "eventPattern" | "state"> {
  /** Name of the EventBridge rule, at most 64 characters. Subscribers of `pages` receive the notification by this name. */
  readonly name: string;
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

/** Names of EventBridge rules (EventBridge API reference, PutRule). */
const RULE_NAME = /^[\w.-]{1,64}$/;

/**
 * A rule that sends the request's principal, IP address and time to a topic. The construct ids are `Resource` and `target`.
 *
 * @throws Error when EventBridge does not accept the name
 */
export function createEventNotification(
  scope: Construct,
  { name, problem, topicArn, ...settings }: EventNotification,
): CloudwatchEventRule {
  ensure(RULE_NAME.test(name), "name", "be 1 to 64 letters, digits and . _ -", name);
  const rule = new CloudwatchEventRule(scope, "Resource", { name, ...settings });
  const message = Object.fromEntries(Object.keys(PATHS).map((key) => [key, `<${key}>`]));
  new CloudwatchEventTarget(scope, "target", {
    rule: rule.name,
    arn: topicArn,
    inputTransformer: {
      inputPaths: PATHS,
      // Subscribers of `pages` receive it by this field, as they receive alarms.
      inputTemplate: JSON.stringify({ AlarmName: rule.name, problem, ...message }),
    },
  });
  return rule;
}
