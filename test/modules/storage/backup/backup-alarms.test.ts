import { BackupAlarms } from "../../../../modules/storage/backup/backup-alarms";
import { Template } from "../../../helpers/template";

describe("BackupAlarms", () => {
  const template = Template.of((scope) => {
    new BackupAlarms(scope, "backup", { name: "p", vaultName: "vault", topicArn: "topic" });
  });

  it.each([
    ["a failed backup", "p-backup-failed", "NumberOfBackupJobsFailed"],
    ["a backup that did not start", "p-backup-expired", "NumberOfBackupJobsExpired"],
    ["a failed restore or restore test", "p-restore-failed", "NumberOfRestoreJobsFailed"],
  ])("reports %s in the vault", (_, name, metric) => {
    expect(template.one("aws_cloudwatch_metric_alarm", { alarm_name: name })).toMatchObject({
      namespace: "AWS/Backup",
      metric_name: metric,
      dimensions: { BackupVaultName: "vault" },
      statistic: "Sum",
      threshold: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      evaluation_periods: 1,
      alarm_actions: ["topic"],
    });
  });

  it("reports a failed copy if there are copies", () => {
    const copying = Template.of((scope) => {
      new BackupAlarms(scope, "backup", { name: "p", vaultName: "vault", hasCopies: true, topicArn: "topic" });
    });
    copying.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "p-backup-copy-failed",
      metric_name: "NumberOfCopyJobsFailed",
      dimensions: { BackupVaultName: "vault" },
      threshold: 1,
      alarm_actions: ["topic"],
    });
    copying.count("aws_cloudwatch_metric_alarm", 4);
  });

  it("stands alone: required props only", () => {
    template.all("aws_cloudwatch_metric_alarm", { treat_missing_data: "notBreaching" });
    template.count("aws_cloudwatch_metric_alarm", 3);
  });
});
