import { type AlarmSubscription, AlarmTopic } from "../../../modules/monitoring/alarm-topic";
import { Template } from "../../helpers/template";

const ON_CALL: AlarmSubscription = {
  protocol: "https",
  endpoint: "https://pager.example.com/alarm",
  receives: "pages",
};
const TEAM: AlarmSubscription = { protocol: "email", endpoint: "team@example.com", receives: "everything" };

function build(subscriptions: readonly AlarmSubscription[] = []): Template {
  return Template.of((scope) => {
    new AlarmTopic(scope, "alarms", {
      name: "project-x-dev-alarms",
      accountId: "111111111111",
      region: "eu-west-1",
      kmsKeyArn: "key",
      subscriptions,
      pageAlarmNames: ["project-x-dev-degraded"],
    });
  });
}

describe("AlarmTopic", () => {
  const template = build([ON_CALL, TEAM]);
  const topic = template.ref("aws_sns_topic", undefined, "arn");

  it("is encrypted with the key that it is given", () => {
    template.one("aws_sns_topic", { name: "project-x-dev-alarms", kms_master_key_id: "key" });
  });

  it("takes messages from alarms of its own account and region only, and none over plain HTTP", () => {
    const { Statement } = JSON.parse(template.one("aws_sns_topic_policy").policy);
    expect(Statement).toEqual([
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:*" },
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

  it("sends everything to whoever wants everything", () => {
    const everything = template.one("aws_sns_topic_subscription", { protocol: "email", endpoint: "team@example.com" });
    expect(everything).not.toHaveProperty("filter_policy");
  });

  it("sends only the alarms that page to whoever is woken", () => {
    const { filter_policy: filter } = template.one("aws_sns_topic_subscription", {
      protocol: "https",
      endpoint: "https://pager.example.com/alarm",
      filter_policy_scope: "MessageBody",
    });
    expect(JSON.parse(filter)).toEqual({ AlarmName: ["project-x-dev-degraded"] });
  });

  it("has no subscription unless it is told of one", () => {
    build().none("aws_sns_topic_subscription");
  });

  it("fails when an endpoint is named twice", () => {
    expect(() => build([TEAM, TEAM])).toThrow("subscriptions must name each endpoint once");
  });
});
