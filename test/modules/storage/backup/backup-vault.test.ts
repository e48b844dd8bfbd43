import { BackupVault, type BackupVaultProps } from "../../../../modules/storage/backup/backup-vault";
import { Template } from "../../../helpers/template";

const LOCK = "aws_backup_vault_lock_configuration";

function vault(props: Partial<BackupVaultProps> = {}): Template {
  return Template.of((scope) => {
    new BackupVault(scope, "vault", {
      name: "project-x-dev-data",
      kmsKeyArn: "arn:key",
      lock: "governance",
      retentionInDays: { shortest: 35, longest: 365 },
      ...props,
    });
  });
}

describe("BackupVault", () => {
  it("is encrypted and refuses to go while it holds anything", () => {
    vault().one("aws_backup_vault", { name: "project-x-dev-data", kms_key_arn: "arn:key", force_destroy: false });
  });

  it("holds recovery points to the retention, until somebody who may lifts the lock", () => {
    const lock = vault().one(LOCK, { min_retention_days: 35, max_retention_days: 365 });
    expect(lock).not.toHaveProperty("changeable_for_days");
  });

  it("can be locked for ever, with three days to think again", () => {
    vault({ lock: "compliance" }).one(LOCK, { changeable_for_days: 3 });
  });

  it("can do without a lock", () => {
    vault({ lock: "none" }).none(LOCK);
  });

  it("goes with its contents where nothing protects them", () => {
    vault({ forceDestroy: true }).one("aws_backup_vault", { force_destroy: true });
  });

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => vault({ name: "v".repeat(51) })).toThrow("name must be 2 to 50 letters");
  });

  it("fails when no retention could be right", () => {
    expect(() => vault({ retentionInDays: { shortest: 40, longest: 35 } })).toThrow(
      "retentionInDays must be at least 1 day and in order",
    );
  });
});
