import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy";
import { Construct } from "constructs";
import { EncryptionKey } from "../../security/encryption-key";
import { arnOf } from "../../shared/arn";
import { policyDocument } from "../../shared/iam";
import type { CopyTarget } from "./backup-plan";
import { BackupVault, type BackupVaultProps } from "./backup-vault";

export interface CopyVaultProps extends Omit<BackupVaultProps, "kmsKeyArn"> {
  /** Account of the vault, 12 digits. */
  readonly accountId: string;
  /** Region of the vault. */
  readonly region: string;
  /** Name of the role of the plan that copies into the vault. The role can be created later. */
  readonly roleName: string;
}

const SERVICE_LINKED_ROLE = "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup";

/**
 * A vault for copies of recovery points from another region, with a key of its own. Copies have the key of this vault, so that they
 * can be restored without the other region.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
 */
export class CopyVault extends Construct {
  /** What the plan needs. */
  readonly target: CopyTarget;

  constructor(scope: Construct, id: string, props: CopyVaultProps) {
    super(scope, id);
    const { name, accountId, region } = props;
    // The role of the plan may use keys of its account by grants, see the managed policy that it has.
    const key = new EncryptionKey(this, "key", {
      name: `${name}-copies`,
      description: "Encrypts copies of recovery points from another region",
      accountId,
      region,
    });
    const vault = new BackupVault(this, "vault", { ...props, kmsKeyArn: key.arn });
    this.limitCopies(vault, props);
    this.target = { vaultArn: vault.arn, retentionInDays: vault.retentionInDays };
  }

  /**
   * Roles of the same account need no permission of the vault. So the policy denies copies to all principals except the role of the
   * plan and AWS Backup, with its service-linked role or, without an ARN, as a service.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html
   */
  private limitCopies(vault: BackupVault, { accountId, region, roleName }: CopyVaultProps): void {
    const roles = [roleName, SERVICE_LINKED_ROLE].map((role) =>
      arnOf({ service: "iam", region, accountId, resource: `role/${role}`, global: true }),
    );
    new BackupVaultPolicy(this, "policy", {
      backupVaultName: vault.name,
      policy: policyDocument([
        {
          sid: "OnlyThePlanCopies",
          effect: "Deny",
          principals: { AWS: "*" },
          actions: ["backup:CopyIntoBackupVault"],
          resources: [vault.arn],
          conditions: { ArnNotEquals: { "aws:PrincipalArn": roles }, Null: { "aws:PrincipalArn": "false" } },
        },
      ]),
    });
  }
}
