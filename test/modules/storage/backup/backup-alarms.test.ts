import { BackupAlarms } from "../../../../modules/storage/backup/backup-alarms";
import { Template } from "../../../helpers/template";

describe("BackupAlarms", () => {
  const template = Template.of((scope) => {
    new BackupAlarms(scope, "backup", { name: "p", vaultName: "vault", topicArn: "topic" });
  });

  it.each([
    ["a backup that fails", "p-backup-failed", "NumberOfBackupJobsFailed"],
    ["a backup that never began", "p-backup-expired", "NumberOfBackupJobsExpired"],
    ["a restore, and so a restore test, that fails", "p-restore-failed", "NumberOfRestoreJobsFailed"],
  ])("tells of %s, by the first one in the vault", (_, name, metric) => {
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

  it("is silent while nothing is backed up or restored", () => {
    template.all("aws_cloudwatch_metric_alarm", { treat_missing_data: "notBreaching" });
    template.count("aws_cloudwatch_metric_alarm", 3);
  });
});
