import { Construct } from "constructs";
import { MetricAlarm } from "../../monitoring/metric-alarm";

export interface BackupAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod`. */
  readonly name: string;
  /** The vault whose jobs are watched. */
  readonly vaultName: string;
  readonly topicArn: string;
}

/** Seconds. Jobs run once a day at most: an alarm is on for an hour, long enough for somebody to see it on a dashboard. */
const PERIOD = 3600;

/**
 * The alarms of a backup vault: AWS Backup itself tells nobody, and a backup that is not made, or cannot be restored, is missed
 * only on the day that it is needed. It counts jobs by vault, and publishes no zeros.
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
      "A backup failed. AWS Backup's list of jobs has the reason; the next one is due tomorrow.",
    );
    this.alarm(
      "backup-expired",
      "NumberOfBackupJobsExpired",
      "A backup did not begin in its time, and was not made. Look for a backup or maintenance window at the same hour.",
    );
    this.alarm(
      "restore-failed",
      "NumberOfRestoreJobsFailed",
      "A restore failed, most likely the weekly test: what the vault holds may be of no use. AWS Backup's list of restore jobs has the reason.",
    );
  }

  private alarm(id: string, metric: string, description: string): void {
    const { name, vaultName, topicArn } = this.props;
    new MetricAlarm(this, id, {
      name: `${name}-${id}`,
      description: `${description} That the alarm ends says only that nobody has tried again.`,
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
      // No failure, no number.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
