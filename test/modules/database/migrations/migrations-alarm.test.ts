import { MigrationsAlarm } from "../../../../modules/database/migrations/migrations-alarm";
import { Template } from "../../../helpers/template";

describe("MigrationsAlarm", () => {
  it("notifies the topic of the first failure", () => {
    const template = Template.of((scope) => {
      new MigrationsAlarm(scope, "alarm", {
        name: "p-dev-aurora-migrations",
        functionName: "fn",
        topicArn: "arn:topic",
      });
    });
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "p-dev-aurora-migrations-errors",
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: "fn" },
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: ["arn:topic"],
    });
  });
});
