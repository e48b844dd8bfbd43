import { BackupVault as AwsBackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";

export interface BackupVaultProps {
  /** 2 to 50 letters, digits, hyphens or underscores. */
  readonly name: string;
  /** ARN of the key that encrypts the recovery points. */
  readonly kmsKeyArn: string;
  /**
   * Vault lock, which prevents early deletion of recovery points. Permitted users can remove `governance`. No one, not even
   * AWS, can remove `compliance` after 3 days. @default "governance"
   */
  readonly lock?: "governance" | "compliance" | "none" | undefined;
  /** Days that daily recovery points are kept. @default 35 */
  readonly dailyRetentionInDays?: number | undefined;
  /** Days that monthly recovery points are kept. @default 365 */
  readonly monthlyRetentionInDays?: number | undefined;
  /** Whether a destroy deletes the recovery points too. Otherwise it fails while there are any. @default false */
  readonly forceDestroy?: boolean | undefined;
}

/** Days during which a compliance lock can still be removed, the minimum of AWS Backup. */
const COMPLIANCE_GRACE_DAYS = 3;

/** An encrypted backup vault whose lock prevents early deletion of recovery points. */
export class BackupVault extends Construct {
  /** Name of the vault. Depends on the lock, so that no recovery point is created without it. */
  readonly name: string;
  readonly arn: string;
  /** Days that recovery points are kept. The lock refuses shorter and longer retentions. */
  readonly retentionInDays: { readonly daily: number; readonly monthly: number };
  /** Escape hatch: the underlying `aws_backup_vault`. */
  readonly resource: AwsBackupVault;

  constructor(scope: Construct, id: string, props: BackupVaultProps) {
    super(scope, id);
    const { name, kmsKeyArn, lock = "governance", forceDestroy = false } = props;
    const { dailyRetentionInDays: daily = 35, monthlyRetentionInDays: monthly = 365 } = props;
    ensure(/^[A-Za-z0-9_-]{2,50}$/.test(name), "name", "be 2 to 50 letters, digits, hyphens or underscores", name);
    ensure(daily >= 1, "dailyRetentionInDays", "be at least 1", daily);
    ensure(monthly >= 1, "monthlyRetentionInDays", "be at least 1", monthly);
    this.resource = new AwsBackupVault(this, "Resource", { name, kmsKeyArn, forceDestroy });
    this.name =
      lock === "none"
        ? this.resource.name
        : new BackupVaultLockConfiguration(this, "lock", {
            backupVaultName: this.resource.name,
            minRetentionDays: Math.min(daily, monthly),
            maxRetentionDays: Math.max(daily, monthly),
            ...(lock === "compliance" ? { changeableForDays: COMPLIANCE_GRACE_DAYS } : {}),
          }).backupVaultName;
    this.arn = this.resource.arn;
    this.retentionInDays = { daily, monthly };
  }
}
