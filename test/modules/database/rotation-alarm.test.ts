import { RotationAlarm } from "../../../modules/database/rotation-alarm";
import { Template } from "../../helpers/template";

describe("RotationAlarm", () => {
  it("stands alone: required props only, and fires on the first failed step", () => {
    const template = Template.of((scope) => {
      new RotationAlarm(scope, "rotation", { name: "p-mysql-rotation", functionName: "rotation", topicArn: "topic" });
    });
    expect(template.one("aws_cloudwatch_metric_alarm")).toMatchObject({
      alarm_name: "p-mysql-rotation-errors",
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: "rotation" },
      statistic: "Sum",
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: ["topic"],
    });
  });
});
