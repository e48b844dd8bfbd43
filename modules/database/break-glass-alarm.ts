import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { createEventNotification } from "./event-notification";

export interface BreakGlassAlarmProps {
  /** Name of the rule, at most 64 characters, e.g. `project-x-prod-aurora-break-glass`. */
  readonly name: string;
  /** The Aurora clusters, at least one. */
  readonly clusters: readonly WatchedCluster[];
  /** ARN of the topic. Its policy lets EventBridge publish, see `eventRules` of the topic. */
  readonly topicArn: string;
}

/** A cluster whose requests notify. */
interface WatchedCluster {
  readonly identifier: string;
  readonly arn: string;
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
    const { name, clusters, topicArn } = props;
    ensure(clusters.length > 0, "clusters", "have at least 1 entry", clusters);
    this.resource = createEventNotification(this, {
      name,
      description: "Requests that open another way to the master user",
      eventPattern: JSON.stringify(pattern(clusters)),
      problem: "The Data API was enabled, or the master password was set",
      topicArn,
    });
  }
}

function pattern(clusters: readonly WatchedCluster[]) {
  // RDS accepts the identifier in any case, and the ARN.
  const dBClusterIdentifier = clusters.flatMap(({ identifier, arn }) => [{ "equals-ignore-case": identifier }, arn]);
  const modify = (parameters: object) => ({
    eventName: ["ModifyDBCluster"],
    requestParameters: { dBClusterIdentifier, ...parameters },
  });
  return {
    source: ["aws.rds"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: {
      $or: [
        { eventName: ["EnableHttpEndpoint"], requestParameters: { resourceArn: clusters.map(({ arn }) => arn) } },
        modify({ enableHttpEndpoint: [true] }),
        // CloudTrail replaces the value.
        modify({ masterUserPassword: [{ exists: true }] }),
      ],
    },
  };
}
