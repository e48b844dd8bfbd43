import { BackupVault as AwsBackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";

export interface BackupVaultProps {
  /** 2 to 50 letters, digits, hyphens or underscores. */
  readonly name: string;
  readonly kmsKeyArn: string;
  /** Who may delete recovery points early: `governance`, those who may lift the lock; `compliance`, nobody, AWS included. */
  readonly lock: "governance" | "compliance" | "none";
  /** Shortest and longest time that the lock lets a recovery point be kept. A job that asks for another fails. */
  readonly retentionInDays: { readonly shortest: number; readonly longest: number };
  /** Whether a destroy deletes the recovery points too. @default false: it fails while there are any */
  readonly forceDestroy?: boolean;
}

/** The least that AWS Backup takes: days in which a compliance lock can still be lifted. It is for ever afterwards. */
const COMPLIANCE_GRACE_DAYS = 3;

/** Where recovery points are kept: encrypted, and locked against those who would delete them. */
export class BackupVault extends Construct {
  /** Known once the lock stands. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_backup_vault`. */
  readonly resource: AwsBackupVault;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { name, kmsKeyArn, lock, retentionInDays, forceDestroy = false } = props;
    const { shortest, longest } = retentionInDays;
    ensure(/^[A-Za-z0-9_-]{2,50}$/.test(name), "name", "be 2 to 50 letters, digits, hyphens or underscores", name);
    ensure(shortest >= 1 && shortest <= longest, "retentionInDays", "be at least 1 day and in order", retentionInDays);
    this.resource = new AwsBackupVault(this, "Resource", { name, kmsKeyArn, forceDestroy });
    this.name =
      lock === "none"
        ? this.resource.name
        : new BackupVaultLockConfiguration(this, "lock", {
            backupVaultName: this.resource.name,
            minRetentionDays: shortest,
            maxRetentionDays: longest,
            ...(lock === "compliance" ? { changeableForDays: COMPLIANCE_GRACE_DAYS } : {}),
          }).backupVaultName;
  }
}
