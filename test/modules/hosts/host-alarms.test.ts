import { HostAlarms } from "../../../modules/hosts/host-alarms";
import { Template } from "../../helpers/template";

describe("HostAlarms", () => {
  const template = Template.of((scope) => {
    new HostAlarms(scope, "alarms", {
      name: "flask",
      groupName: "flask-group",
      minInService: 2,
      hostNamespace: "project-x/dev/flask",
      topicArn: "topic",
    });
  });

  it("stands alone: required props only", () => {
    // Every prop is required, so that the template above has the required props only.
    template.count("aws_cloudwatch_metric_alarm", 2);
  });

  it("fires when fewer hosts than the minimum are in service, or when data is missing", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/AutoScaling",
      metric_name: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: "flask-group" },
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 2,
      treat_missing_data: "breaching",
    });
  });

  it("fires when a host does not reach the database, or when data is missing", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      namespace: "project-x/dev/flask",
      metric_name: "DeepHealth",
      dimensions: { AutoScalingGroupName: "flask-group" },
      statistic: "Minimum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
  });
});
