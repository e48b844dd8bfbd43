import { MasterAccessAlarm } from "../../../modules/database/master-access-alarm";
import { Template } from "../../helpers/template";

const PROPS = {
  name: "p-dev-aurora-master-access",
  accountId: "111111111111",
  region: "eu-west-1",
  secretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!cluster-1a2b-AbCdEf",
  functionNames: ["p-dev-rotation", "p-dev-bootstrap"],
  topicArn: "topic",
};

const template = Template.of((scope) => {
  new MasterAccessAlarm(scope, "alarm", PROPS);
});

describe("MasterAccessAlarm", () => {
  const rule = template.one("aws_cloudwatch_event_rule");
  const pattern = JSON.parse(rule.event_pattern);

  it("receives read-only management events", () => {
    expect(rule).toMatchObject({ name: PROPS.name, state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" });
  });

  it("matches reads of one secret by its ARN, by a part of it and by its name", () => {
    expect(pattern).toMatchObject({
      source: ["aws.secretsmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventName: ["GetSecretValue"] },
    });
    const [{ prefix }, name] = pattern.detail.requestParameters.secretId;
    expect(prefix).toMatch(/^\$\{local\.alarm_partial-arn_/);
    expect(name).toMatch(/^\$\{local\.alarm_secret-name_/);
  });

  it("ignores only the sessions of the functions and AWS services", () => {
    expect(pattern.detail.userIdentity).toEqual({
      type: [{ "anything-but": ["AWSService"] }],
      arn: [
        { exists: false },
        {
          "anything-but": [
            "arn:aws:sts::111111111111:assumed-role/p-dev-rotation/p-dev-rotation",
            "arn:aws:sts::111111111111:assumed-role/p-dev-bootstrap/p-dev-bootstrap",
          ],
        },
      ],
    });
  });

  it("ignores the roles that it is given, whatever their session", () => {
    const roleArns = ["arn:aws:iam::111111111111:role/deploy"];
    const other = Template.of((scope) => void new MasterAccessAlarm(scope, "alarm", { ...PROPS, roleArns }));
    const { userIdentity } = JSON.parse(other.one("aws_cloudwatch_event_rule").event_pattern).detail;
    expect(userIdentity.sessionContext).toEqual({
      sessionIssuer: { arn: [{ exists: false }, { "anything-but": roleArns }] },
    });
    expect(pattern.detail.userIdentity).not.toHaveProperty("sessionContext");
  });

  it("sends who read it, from where and when to the topic", () => {
    const { arn, input_transformer: input } = template.one("aws_cloudwatch_event_target");
    expect(arn).toBe("topic");
    expect(input.input_paths).toMatchObject({
      principal: "$.detail.userIdentity.arn",
      source: "$.detail.sourceIPAddress",
      time: "$.time",
    });
    expect(JSON.parse(input.input_template)).toMatchObject({
      AlarmName: template.ref("aws_cloudwatch_event_rule", undefined, "name"),
      principal: "<principal>",
    });
  });

  it("fails when the roles do not fit into the pattern", () => {
    const roleArns = Array.from({ length: 25 }, (_, index) => `arn:aws:iam::111111111111:role/deploy-${index}`);
    expect(() => Template.of((scope) => void new MasterAccessAlarm(scope, "alarm", { ...PROPS, roleArns }))).toThrow(
      "roleArns must be at most 1000 characters together, got 1066; name fewer roles",
    );
  });

  it("fails when the name is longer than EventBridge accepts", () => {
    expect(() =>
      Template.of((scope) => void new MasterAccessAlarm(scope, "alarm", { ...PROPS, name: "a".repeat(65) })),
    ).toThrow(`name must be 1 to 64 letters, digits and . _ -, got "${"a".repeat(65)}"`);
  });
});
