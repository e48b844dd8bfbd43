import { AlarmTopic } from "../../../modules/monitoring/alarm-topic";
import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { AppMonitoring } from "../../../stacks/three-tier/app-monitoring";
import { Template } from "../../helpers/template";
import { DATA } from "../../helpers/three-tier";

const template = Template.of((scope) => {
  const topic = new AlarmTopic(scope, "topic", {
    name: "p-alarms",
    accountId: "123456789012",
    region: "eu-west-1",
    kmsKeyArn: "key",
    subscriptions: [{ protocol: "https", endpoint: "https://pager.example.com", receives: "pages" }],
  });
  const loadBalancer = { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } };
  const alarms = { name: "p-flask", loadBalancer, topicArn: topic.arn };
  new AppMonitoring(scope, "monitoring", {
    name: "p",
    region: "eu-west-1",
    topic,
    loadBalancer,
    loadBalancerAlarms: new LoadBalancerAlarms(scope, "load-balancer", alarms),
    hosts: { group: { name: "flask", capacity: { min: 2 } }, metricNamespace: "n" },
    data: DATA,
    kmsKeyArn: "key",
  });
});

const alarmName = (id: string) => template.ref("aws_cloudwatch_metric_alarm", id, "alarm_name");

describe("AppMonitoring", () => {
  it("monitors every database instance", () => {
    const watched = template
      .all("aws_cloudwatch_metric_alarm")
      .filter(({ metric_name: name, namespace }) => name === "CPUUtilization" && namespace === "AWS/RDS")
      .map(({ dimensions }) => dimensions.DBInstanceIdentifier);
    expect(watched.sort()).toEqual(["project-x-dev-mysql", "project-x-dev-mysql-replica-a"]);
  });

  it("monitors the rotation of the passwords", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: "project-x-dev-mysql-rotation" },
    });
  });

  it("monitors the backups and the restore tests", () => {
    const dimensions = { BackupVaultName: "project-x-dev-data" };
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfRestoreJobsFailed", dimensions });
  });

  it("pages for errors, latency and too few hosts", () => {
    template.one("aws_cloudwatch_composite_alarm", {
      alarm_name: "p-degraded",
      alarm_rule: ["load-balancer/server-errors", "load-balancer/latency", "hosts/too-few-in-service"]
        .map((id) => `ALARM("${alarmName(id)}")`)
        .join(" OR "),
    });
  });

  it("gives the page to the topic, for subscribers of pages", () => {
    const page = template.one("aws_cloudwatch_composite_alarm");
    const { filter_policy: filter } = template.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter)).toEqual({ AlarmName: [page.alarm_name] });
  });

  it("suppresses the page during an instance refresh of these hosts", () => {
    template.one("aws_cloudwatch_composite_alarm", { actions_suppressor: { alarm: alarmName("refresh/running") } });
    const { event_pattern: pattern } = template.one("aws_cloudwatch_event_rule");
    expect(JSON.parse(pattern).detail).toEqual({ AutoScalingGroupName: ["flask"] });
  });

  it("has alarms with unique names that notify the topic and define how missing data counts", () => {
    const topicArn = template.ref("aws_sns_topic_policy", undefined, "arn");
    const alarms = template.all("aws_cloudwatch_metric_alarm", { alarm_actions: [topicArn], actions_enabled: true });
    for (const alarm of alarms) {
      expect(alarm.treat_missing_data).toMatch(/^(breaching|notBreaching|ignore|missing)$/);
      expect(alarm.alarm_description).toMatch(/\.$/);
    }
    expect(new Set(alarms.map(({ alarm_name: name }) => name)).size).toBe(alarms.length);
  });
});
