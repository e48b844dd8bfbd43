import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface DatabaseEventsProps {
  /** Prefix of the subscriptions' names, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  /** Identifiers of the sources, by their type. At least one. RDS checks that they exist. */
  readonly sources: Readonly<Partial<Record<EventSource, readonly string[]>>>;
  /** ARN of the topic. Its policy and its key let RDS publish, see `databaseEvents` of the topic. */
  readonly topicArn: string;
}

type EventSource = keyof typeof CATEGORIES;

/**
 * Categories that tell about the health of a source. RDS has different categories for each type.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
const CATEGORIES = {
  "db-cluster": ["failover", "failure", "maintenance", "notification"],
  "db-instance": [
    "availability",
    "configuration change",
    "failover",
    "failure",
    "low storage",
    "maintenance",
    "notification",
    "read replica",
    "recovery",
  ],
  /** `failure` includes connections that RDS throttles, and subnets without free addresses. */
  "db-proxy": ["failure"],
} as const;

/**
 * Notifies a topic of events that RDS reports about its resources, such as a failover, a failed instance or maintenance.
 * Subscribers of `pages` do not receive them, because the messages have no name of an alarm.
 */
export class DatabaseEvents extends Construct {
  constructor(scope: Construct, id: string, { name, sources, topicArn }: DatabaseEventsProps) {
    super(scope, id);
    const present = Object.entries(sources).filter(([, identifiers]) => identifiers.length > 0);
    ensure(present.length > 0, "sources", "name at least 1 source", sources);
    for (const [type, identifiers] of present) {
      new DbEventSubscription(this, type, {
        name: `${name}-${type}-events`,
        snsTopic: topicArn,
        sourceType: type,
        sourceIds: [...identifiers],
        eventCategories: [...CATEGORIES[type as EventSource]],
      });
    }
  }
}
