import { Construct } from "constructs";
import { MetricAlarm } from "../../monitoring/metric-alarm";

export interface BackupAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod`. */
  readonly name: string;
  /** Name of the vault whose jobs are monitored. */
  readonly vaultName: string;
  /**
   * Whether the plan copies recovery points to a vault of the same name in another region. AWS Backup does not document which of
   * both vaults the metric of copies names. @default false
   */
  readonly hasCopies?: boolean | undefined;
  /** ARN of the topic that the alarms notify. */
  readonly topicArn: string;
}

/** Seconds. An alarm lasts for an hour, so that it is visible on a dashboard. Jobs run at most once a day. */
const PERIOD = 3600;

/**
 * The alarms of a backup vault. Without them, a failed backup or restore test stays unnoticed, because AWS Backup sends no
 * notification by default. It counts jobs per vault and publishes no zeros.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export class BackupAlarms extends Construct {
  private readonly props: BackupAlarmsProps;

  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.alarm(
      "backup-failed",
      "NumberOfBackupJobsFailed",
      "A backup failed. The list of backup jobs in AWS Backup contains the reason. The next backup starts tomorrow.",
    );
    this.alarm(
      "backup-expired",
      "NumberOfBackupJobsExpired",
      "A backup did not start in time and was cancelled. Check for a backup or maintenance window at the same hour.",
    );
    if (props.hasCopies) {
      this.alarm(
        "backup-copy-failed",
        "NumberOfCopyJobsFailed",
        "A copy to the other region failed. The list of copy jobs in AWS Backup contains the reason. The next copy starts after tomorrow's backup.",
      );
    }
    this.alarm(
      "restore-failed",
      "NumberOfRestoreJobsFailed",
      "A restore failed, most likely the weekly test. Recovery points in the vault may be unusable. The list of restore jobs in AWS Backup contains the reason.",
    );
  }

  private alarm(id: string, metric: string, description: string): void {
    const { name, vaultName, topicArn } = this.props;
    new MetricAlarm(this, id, {
      name: `${name}-${id}`,
      description: `${description} When the alarm ends, no further job has failed; it does not mean that one succeeded.`,
      value: {
        namespace: "AWS/Backup",
        name: metric,
        dimensions: { BackupVaultName: vaultName },
        statistic: "Sum",
        periodSeconds: PERIOD,
      },
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 1,
      // No data means that no job has failed.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
