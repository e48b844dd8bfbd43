import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";

/** What may publish to a topic of alarms. */
export interface AlarmPublishers {
  /** Account of the topic and of its publishers, 12 digits. */
  readonly accountId: string;
  /** Region of the topic and of its publishers. */
  readonly region: string;
  /** Names of EventBridge rules. @default none */
  readonly eventRules?: readonly string[] | undefined;
  /** Whether event subscriptions of RDS may publish. @default false */
  readonly databaseEvents?: boolean | undefined;
}

/** Statements of the topic's policy. Without the conditions, resources of any other AWS account could notify the topic. */
export function alarmTopicStatements(topic: string, publishers: AlarmPublishers): PolicyStatement[] {
  const { accountId, region, eventRules = [], databaseEvents = false } = publishers;
  const publish = { actions: ["sns:Publish"], resources: [topic] };
  const source = (service: string, resource: string) => ({
    "aws:SourceArn": arnOf({ service, region, accountId, resource }),
  });
  return [
    {
      ...publish,
      sid: "AlarmsOfThisAccount",
      principals: { Service: "cloudwatch.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: source("cloudwatch", "alarm:*") },
    },
    ...eventRules.map((rule, index) => ({
      ...publish,
      sid: `EventRule${index}`,
      principals: { Service: "events.amazonaws.com" },
      conditions: { ArnEquals: source("events", `rule/${rule}`) },
    })),
    ...(databaseEvents
      ? [
          {
            ...publish,
            sid: "DatabaseEvents",
            principals: { Service: "events.rds.amazonaws.com" },
            // The source is the DB instance, cluster or proxy.
            // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.GrantingPermissions.html
            conditions: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: source("rds", "*") },
          },
        ]
      : []),
    {
      ...publish,
      sid: "RefusePlainHttp",
      effect: "Deny",
      principals: { AWS: "*" },
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    },
  ];
}
