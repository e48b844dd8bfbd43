import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { Template } from "../../helpers/template";

describe("LoadBalancerAlarms", () => {
  const template = Template.of((scope) => {
    new LoadBalancerAlarms(scope, "alarms", {
      name: "flask",
      loadBalancerArnSuffix: "app/a/1",
      targetGroupArnSuffix: "targetgroup/t/2",
      topicArn: "topic",
    });
  });

  it("goes off when a host fails its check for three minutes", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "flask-unhealthy-hosts",
      metric_name: "UnHealthyHostCount",
      statistic: "Maximum",
      dimensions: { LoadBalancer: "app/a/1", TargetGroup: "targetgroup/t/2" },
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
    });
  });

  it("goes off when 5 % of requests fail, also those that no host was there for", () => {
    const { metric_query: queries } = template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "flask-server-errors",
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      treat_missing_data: "notBreaching",
    });
    const counted = queries.slice(1).map((query: { metric: { metric_name: string } }) => query.metric.metric_name);
    expect(counted).toEqual(["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"]);
  });

  it("goes off when the slowest hundredth takes longer than 2 s", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "flask-latency",
      metric_name: "TargetResponseTime",
      extended_statistic: "p99",
      threshold: 2,
      treat_missing_data: "notBreaching",
    });
  });
});
