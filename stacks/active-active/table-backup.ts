import { Construct } from "constructs";
import type { ActiveActiveConfig } from "../../config/schema";
import { BackupAlarms } from "../../modules/storage/backup/backup-alarms";
import { BackupPlan } from "../../modules/storage/backup/backup-plan";
import { BackupVault } from "../../modules/storage/backup/backup-vault";
import { RestoreTesting } from "../../modules/storage/backup/restore-testing";
import type { RegionalTable } from "../../modules/storage/regional-table";
import type { RegionPartProps } from "./region-part";

export interface TableBackupProps extends RegionPartProps {
  /** Name of vault and plans, at most 50 characters. */
  readonly backupName: string;
  /** The table in this region. */
  readonly table: RegionalTable;
  /** The vault's part of the configuration. @default the defaults of `BackupVault` */
  readonly config?: ActiveActiveConfig["backup"];
  /** ARN of the topic that the alarms notify, in the same region. */
  readonly topicArn: string;
  /** Whether a destroy deletes the recovery points too. */
  readonly forceDestroy: boolean;
}

/**
 * Backups of the table in one region, their weekly restore test and their alarms. Replication copies a deletion or a corruption to
 * every region within seconds. Point-in-time recovery undoes it for 35 days. The recovery points of the vault are kept longer, and
 * also when the table is deleted.
 */
export class TableBackup extends Construct {
  constructor(scope: Construct, id: string, props: TableBackupProps) {
    super(scope, id);
    const { backupName: name, region, table, config = {}, kmsKeyArn, topicArn, forceDestroy } = props;
    const { vaultLock, ...retention } = config;
    const vault = new BackupVault(this, "vault", { ...retention, name, kmsKeyArn, lock: vaultLock, forceDestroy });
    new BackupPlan(this, "plan", { name, region, vault, resourceArns: [table.arn] });
    new RestoreTesting(this, "restore-testing", {
      name,
      roleName: `${name}-restore`,
      region,
      vaultArn: vault.arn,
      table: { arn: table.arn, kmsKeyArn },
    });
    new BackupAlarms(this, "alarms", { name: props.name, vaultName: vault.name, topicArn });
  }
}
