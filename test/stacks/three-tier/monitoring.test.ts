import { LoadBalancerAlarms } from "../../../modules/web/load-balancer-alarms";
import { TierMonitoring } from "../../../stacks/three-tier/monitoring";
import { Template } from "../../helpers/template";

const LOAD_BALANCER = { loadBalancer: { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } } };

const template = Template.of((scope) => {
  const alarms = new LoadBalancerAlarms(scope, "load-balancer", {
    ...LOAD_BALANCER,
    name: "p-flask",
    topicArn: "topic",
  });
  new TierMonitoring(scope, "monitoring", {
    ...LOAD_BALANCER,
    name: "p",
    region: "eu-west-1",
    topicArn: "topic",
    pageAlarmName: "p-degraded",
    loadBalancerAlarms: alarms,
    hosts: { groupName: "flask", minInService: 2, metricNamespace: "n" },
    mysql: {
      identifier: "db",
      replicaIdentifiers: ["db-replica-a", "db-replica-b"],
      rotationFunctionName: "rotation",
      instanceClass: "db.m6g.large",
      allocatedStorageGiB: 20,
    },
    fileSystemId: "fs-1",
    backupVaultName: "vault",
    log: { kmsKeyArn: "key", retentionInDays: 30 },
  });
});

const alarmName = (id: string) => template.ref("aws_cloudwatch_metric_alarm", id, "alarm_name");

describe("TierMonitoring", () => {
  it("watches every database instance", () => {
    const watched = template
      .all("aws_cloudwatch_metric_alarm")
      .filter(({ metric_name: name, namespace }) => name === "CPUUtilization" && namespace === "AWS/RDS")
      .map(({ dimensions }) => dimensions.DBInstanceIdentifier);
    expect(watched.sort()).toEqual(["db", "db-replica-a", "db-replica-b"]);
  });

  it("watches the rotation of its passwords", () => {
    template.one("aws_cloudwatch_metric_alarm", { namespace: "AWS/Lambda", dimensions: { FunctionName: "rotation" } });
  });

  it("watches the backups, and the tests of restoring them", () => {
    const dimensions = { BackupVaultName: "vault" };
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfRestoreJobsFailed", dimensions });
  });

  it("pages for what users feel", () => {
    template.one("aws_cloudwatch_composite_alarm", {
      alarm_name: "p-degraded",
      alarm_rule: ["load-balancer/server-errors", "load-balancer/latency", "hosts/too-few-in-service"]
        .map((id) => `ALARM("${alarmName(id)}")`)
        .join(" OR "),
    });
  });

  it("pages nobody during an instance refresh of these hosts", () => {
    template.one("aws_cloudwatch_composite_alarm", { actions_suppressor: { alarm: alarmName("refresh/running") } });
    const { event_pattern: pattern } = template.one("aws_cloudwatch_event_rule");
    expect(JSON.parse(pattern).detail).toEqual({ AutoScalingGroupName: ["flask"] });
  });

  it("gives every alarm a name of its own, somebody to tell and a meaning of silence", () => {
    const alarms = template.all("aws_cloudwatch_metric_alarm", { alarm_actions: ["topic"], actions_enabled: true });
    for (const alarm of alarms) {
      expect(alarm.treat_missing_data).toMatch(/^(breaching|notBreaching|ignore|missing)$/);
      expect(alarm.alarm_description).toMatch(/\.$/);
    }
    expect(new Set(alarms.map(({ alarm_name: name }) => name)).size).toBe(alarms.length);
  });
});
