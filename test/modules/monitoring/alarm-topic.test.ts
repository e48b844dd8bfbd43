import type { Construct } from "constructs";
import { type AlarmSubscription, AlarmTopic } from "../../../modules/monitoring/alarm-topic";
import { CompositeAlarm } from "../../../modules/monitoring/composite-alarm";
import { MetricAlarm } from "../../../modules/monitoring/metric-alarm";
import { Template } from "../../helpers/template";

const ON_CALL: AlarmSubscription = {
  protocol: "https",
  endpoint: "https://pager.example.com/alarm",
  receives: "pages",
};
const TEAM: AlarmSubscription = { protocol: "email", endpoint: "team@example.com", receives: "everything" };

const PROPS = {
  name: "project-x-dev-alarms",
  accountId: "123456789012",
  region: "eu-west-1",
  kmsKeyArn: "key",
};

function alarm(scope: Construct, id: string, topic: AlarmTopic): MetricAlarm {
  return new MetricAlarm(scope, id, {
    name: `project-x-dev-${id}`,
    description: id,
    value: { namespace: "n", name: "m", dimensions: {}, statistic: "Sum" },
    comparison: "above",
    threshold: 0,
    evaluationPeriods: 1,
    missingData: "ignore",
    topicArn: topic.arn,
  });
}

/** A topic, an alarm that does not page, and the alarms that do. */
function build(subscriptions?: readonly AlarmSubscription[], pages: readonly string[] = ["degraded"]): Template {
  return Template.of((scope) => {
    const topic = new AlarmTopic(scope, "alarms", { ...PROPS, subscriptions });
    alarm(scope, "warning", topic);
    topic.page(...pages.map((id) => alarm(scope, id, topic)));
  });
}

describe("AlarmTopic", () => {
  const template = build([ON_CALL, TEAM]);
  const topic = template.ref("aws_sns_topic", undefined, "arn");

  it("stands alone: required props only", () => {
    const alone = Template.of((scope) => {
      new AlarmTopic(scope, "alarms", PROPS);
    });
    alone.one("aws_sns_topic");
    alone.none("aws_sns_topic_subscription");
  });

  it("is encrypted with the given key", () => {
    template.one("aws_sns_topic", { name: "project-x-dev-alarms", kms_master_key_id: "key" });
  });

  it("accepts events of RDS resources of its own account and region, if they may publish", () => {
    const statement = (databaseEvents?: boolean) => {
      const alone = Template.of((scope) => {
        new AlarmTopic(scope, "alarms", { ...PROPS, databaseEvents });
      });
      const { Statement } = JSON.parse(alone.one("aws_sns_topic_policy").policy);
      return Statement.find(({ Sid }: { Sid: string }) => Sid === "DatabaseEvents");
    };
    expect(statement()).toBeUndefined();
    expect(statement(true)).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "events.rds.amazonaws.com" },
      Action: "sns:Publish",
      Condition: {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-west-1:123456789012:*" },
      },
    });
  });

  it("accepts notifications from alarms of its own account and region only, and none over plain HTTP", () => {
    const { Statement } = JSON.parse(template.one("aws_sns_topic_policy").policy);
    expect(Statement).toEqual([
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*" },
        },
      },
      expect.objectContaining({
        Effect: "Deny",
        Action: "sns:Publish",
        Resource: topic,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
  });

  it("sends every alarm to a subscriber that receives everything", () => {
    const everything = template.one("aws_sns_topic_subscription", { protocol: "email", endpoint: "team@example.com" });
    expect(everything).not.toHaveProperty("filter_policy");
  });

  it("sends only the alarms that page to a subscriber that receives pages", () => {
    const { filter_policy: filter } = template.one("aws_sns_topic_subscription", {
      protocol: "https",
      endpoint: "https://pager.example.com/alarm",
      filter_policy_scope: "MessageBody",
    });
    expect(filter).toBe('{"AlarmName":["project-x-dev-degraded"]}');
  });

  it("orders the alarms that page by construct path, not by the order of calls", () => {
    const { filter_policy: filter } = build([ON_CALL], ["b", "c", "a"]).one("aws_sns_topic_subscription");
    expect(JSON.parse(filter)).toEqual({ AlarmName: ["project-x-dev-a", "project-x-dev-b", "project-x-dev-c"] });
  });

  it("pages for composite alarms", () => {
    const composite = Template.of((scope) => {
      const topic = new AlarmTopic(scope, "alarms", { ...PROPS, subscriptions: [ON_CALL] });
      const anyOf = [alarm(scope, "errors", topic)];
      topic.page(
        new CompositeAlarm(scope, "any", { name: "project-x-dev-any", description: "Any", anyOf, topicArn: topic.arn }),
      );
    });
    composite.one("aws_sns_topic_subscription", { filter_policy: '{"AlarmName":["project-x-dev-any"]}' });
  });

  it("fails when a subscriber receives pages and no alarm pages", () => {
    expect(() => build([ON_CALL], [])).toThrow(
      'subscriptions must receive everything where no alarm pages, got "pages"; call page() with an alarm',
    );
    expect(() => build([TEAM], [])).not.toThrow();
  });

  it("fails when an endpoint is named twice", () => {
    expect(() => build([TEAM, TEAM])).toThrow("subscriptions must name each endpoint once");
  });

  it("accepts messages of the named EventBridge rules, and pages with them", () => {
    const withRule = Template.of((scope) => {
      new AlarmTopic(scope, "alarms", {
        ...PROPS,
        subscriptions: [ON_CALL],
        eventRules: ["project-x-dev-master-access"],
      });
    });
    const { Statement } = JSON.parse(withRule.one("aws_sns_topic_policy").policy);
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Condition: {
          ArnEquals: { "aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/project-x-dev-master-access" },
        },
      }),
    );
    const { filter_policy: filter } = withRule.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter)).toEqual({ AlarmName: ["project-x-dev-master-access"] });
  });
});
