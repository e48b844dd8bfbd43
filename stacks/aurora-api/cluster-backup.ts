import { Construct } from "constructs";
import type { AuroraApiConfig } from "../../config/schema";
import type { AuroraCluster } from "../../modules/database/aurora/aurora-cluster";
import { BackupAlarms } from "../../modules/storage/backup/backup-alarms";
import { BackupPlan, type CopyTarget } from "../../modules/storage/backup/backup-plan";
import { BackupVault } from "../../modules/storage/backup/backup-vault";
import { RestoreTesting } from "../../modules/storage/backup/restore-testing";

export interface ClusterBackupProps {
  /** Name of vault, plans and roles, at most 50 characters. */
  readonly name: string;
  /** Region of the cluster. */
  readonly region: string;
  /** The cluster. */
  readonly cluster: Pick<AuroraCluster, "arn" | "subnetGroupName">;
  /** The vault's part of the configuration. @default the defaults of `BackupVault` */
  readonly config?: AuroraApiConfig["data"]["backup"];
  /** Vault in another region that gets copies of the recovery points. @default no copies */
  readonly copyTo?: CopyTarget | undefined;
  /** ARN of the vault's key. Recovery points of Aurora have the key of the cluster. */
  readonly kmsKeyArn: string;
  /** Prefix of the alarms' names. */
  readonly alarmPrefix: string;
  /** ARN of the topic that the alarms notify. */
  readonly topicArn: string;
  /** Whether a destroy deletes the recovery points too. */
  readonly forceDestroy: boolean;
}

/**
 * Recovery points of the cluster, their weekly restore test and their alarms. Only snapshots: with continuous backups, AWS Backup
 * manages the retention of the automated backups, which Terraform would change back at the next apply.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
 */
export class ClusterBackup extends Construct {
  constructor(scope: Construct, id: string, props: ClusterBackupProps) {
    super(scope, id);
    const { name, region, cluster, config = {}, copyTo, kmsKeyArn, alarmPrefix, topicArn, forceDestroy } = props;
    const { vaultLock, copyTo: _, ...retention } = config;
    const vault = new BackupVault(this, "vault", { ...retention, name, kmsKeyArn, lock: vaultLock, forceDestroy });
    new BackupPlan(this, "plan", { name, region, vault, resourceArns: [cluster.arn], copyTo });
    new RestoreTesting(this, "restore-testing", {
      name,
      roleName: `${name}-restore`,
      region,
      vaultArn: vault.arn,
      cluster,
    });
    new BackupAlarms(this, "alarms", {
      name: alarmPrefix,
      vaultName: vault.name,
      hasCopies: copyTo !== undefined,
      topicArn,
    });
  }
}
