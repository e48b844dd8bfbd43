import { BreakGlassAlarm } from "../../../modules/database/break-glass-alarm";
import { Template } from "../../helpers/template";

const PROPS = {
  name: "p-dev-aurora-break-glass",
  clusters: ["p-dev-aurora", "p-dev-aurora-g2"].map((identifier) => ({
    identifier,
    arn: `arn:aws:rds:eu-west-1:111111111111:cluster:${identifier}`,
  })),
  topicArn: "topic",
};
const [OLD, RESTORED] = PROPS.clusters;
const CLUSTERS = [
  { "equals-ignore-case": OLD?.identifier },
  OLD?.arn,
  { "equals-ignore-case": RESTORED?.identifier },
  RESTORED?.arn,
];

const template = Template.of((scope) => void new BreakGlassAlarm(scope, "alarm", PROPS));

describe("BreakGlassAlarm", () => {
  const { $or: requests, ...detail } = JSON.parse(template.one("aws_cloudwatch_event_rule").event_pattern).detail;

  it("matches the request that enables the Data API of either cluster", () => {
    expect(requests[0]).toEqual({
      eventName: ["EnableHttpEndpoint"],
      requestParameters: { resourceArn: [OLD?.arn, RESTORED?.arn] },
    });
  });

  it("matches changes of the cluster that enable it, or that set the master password", () => {
    const modify = (parameters: object) => ({
      eventName: ["ModifyDBCluster"],
      requestParameters: { dBClusterIdentifier: CLUSTERS, ...parameters },
    });
    expect(requests.slice(1)).toEqual([
      modify({ enableHttpEndpoint: [true] }),
      modify({ masterUserPassword: [{ exists: true }] }),
    ]);
  });

  it("excludes no principal", () => {
    expect(detail).toEqual({});
  });

  it("notifies the topic, with the name of the rule", () => {
    const { arn, input_transformer: input } = template.one("aws_cloudwatch_event_target");
    expect(arn).toBe("topic");
    expect(JSON.parse(input.input_template)).toMatchObject({
      AlarmName: template.ref("aws_cloudwatch_event_rule", undefined, "name"),
      problem: "The Data API was enabled, or the master password was set",
      principal: "<principal>",
    });
  });

  it("fails without a cluster", () => {
    expect(() => Template.of((scope) => void new BreakGlassAlarm(scope, "alarm", { ...PROPS, clusters: [] }))).toThrow(
      "clusters must have at least 1 entry, got []",
    );
  });

  it("fails when the name is longer than EventBridge accepts", () => {
    const name = "a".repeat(65);
    expect(() => Template.of((scope) => void new BreakGlassAlarm(scope, "alarm", { ...PROPS, name }))).toThrow(
      "name must be 1 to 64 letters, digits and . _ -",
    );
  });
});
