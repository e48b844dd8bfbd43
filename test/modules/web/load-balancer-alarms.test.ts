import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { Template } from "../../helpers/template";

describe("LoadBalancerAlarms", () => {
  const template = Template.of((scope) => {
    new LoadBalancerAlarms(scope, "alarms", {
      name: "flask",
      loadBalancer: { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } },
      topicArn: "topic",
    });
  });

  it("fires when a host fails its check for three minutes", () => {
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

  it("fires above 5 % errors by default, with those of the load balancer itself", () => {
    const { metric_query: queries } = template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "flask-server-errors",
      comparison_operator: "GreaterThanThreshold",
      threshold: 5,
      treat_missing_data: "notBreaching",
    });
    const counted = queries.slice(1).map((query: { metric: { metric_name: string } }) => query.metric.metric_name);
    expect(counted).toEqual(["RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"]);
  });

  it("fires when the 99th percentile of the response time exceeds 2 s by default", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "flask-latency",
      metric_name: "TargetResponseTime",
      extended_statistic: "p99",
      threshold: 2,
      treat_missing_data: "notBreaching",
    });
  });

  it("stands alone: required props only", () => {
    // The template above has no optional prop.
    template.count("aws_cloudwatch_metric_alarm", 3);
  });

  it("changes the thresholds", () => {
    const changed = Template.of((scope) => {
      const loadBalancer = { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } };
      const thresholds = { errorPercent: 1, latencySeconds: 3 };
      new LoadBalancerAlarms(scope, "alarms", { name: "flask", loadBalancer, topicArn: "topic", ...thresholds });
    });
    changed.one("aws_cloudwatch_metric_alarm", { alarm_name: "flask-server-errors", threshold: 1 });
    changed.one("aws_cloudwatch_metric_alarm", { alarm_name: "flask-latency", threshold: 3 });
  });
});
