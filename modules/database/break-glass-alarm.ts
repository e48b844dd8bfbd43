import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { createEventNotification, RULE_NAME } from "./event-notification";

export interface BreakGlassAlarmProps {
  /** Name of the rule, at most 64 characters, e.g. `project-x-prod-aurora-break-glass`. */
  readonly name: string;
  /** Identifier of the Aurora cluster. */
  readonly clusterIdentifier: string;
  /** ARN of the Aurora cluster. */
  readonly clusterArn: string;
  /** ARN of the topic. Its policy lets EventBridge publish, see `eventRules` of the topic. */
  readonly topicArn: string;
}

/**
 * Notifies a topic of requests that open another way to the master user of an Aurora cluster: they enable the RDS Data API, or set a
 * master password that its sender knows. The Data API needs no network access to the cluster.
 *
 * The events come from CloudTrail, and need a trail of the account that logs write management events in this Region. They also
 * include requests that RDS has refused.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/logging-using-cloudtrail.html
 */
export class BreakGlassAlarm extends Construct {
  /** Escape hatch: the underlying `aws_cloudwatch_event_rule`. */
  readonly resource: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: BreakGlassAlarmProps) {
    super(scope, id);
    const { name, topicArn } = props;
    ensure(RULE_NAME.test(name), "name", "be 1 to 64 letters, digits and . _ -", name);
    this.resource = new CloudwatchEventRule(this, "Resource", {
      name,
      description: "Requests that open another way to the master user",
      eventPattern: JSON.stringify(pattern(props)),
    });
    createEventNotification(this, {
      rule: this.resource.name,
      problem: "The Data API was enabled, or the master password was set",
      topicArn,
    });
  }
}

function pattern({ clusterIdentifier, clusterArn }: BreakGlassAlarmProps) {
  // RDS accepts the identifier in any case, and the ARN.
  const dBClusterIdentifier = [{ "equals-ignore-case": clusterIdentifier }, clusterArn];
  const modify = (parameters: object) => ({
    eventName: ["ModifyDBCluster"],
    requestParameters: { dBClusterIdentifier, ...parameters },
  });
  return {
    source: ["aws.rds"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      $or: [
        { eventName: ["EnableHttpEndpoint"], requestParameters: { resourceArn: [clusterArn] } },
        modify({ enableHttpEndpoint: [true] }),
        // CloudTrail replaces the value.
        modify({ masterUserPassword: [{ exists: true }] }),
      ],
    },
  };
}
