import { BackupVault, type BackupVaultProps } from "../../../../modules/storage/backup/backup-vault";
import { Template } from "../../../helpers/template";

const LOCK = "aws_backup_vault_lock_configuration";

function vault(props: Partial<BackupVaultProps> = {}): Template {
  return Template.of((scope) => {
    new BackupVault(scope, "vault", {
      name: "project-x-dev-data",
      kmsKeyArn: "arn:key",
      ...props,
    });
  });
}

describe("BackupVault", () => {
  it("stands alone: required props only", () => {
    vault().count(LOCK, 1);
  });

  it("is encrypted and refuses to be deleted while it contains recovery points", () => {
    vault().one("aws_backup_vault", { name: "project-x-dev-data", kms_key_arn: "arn:key", force_destroy: false });
  });

  it("has a governance lock for 35 to 365 days by default", () => {
    const lock = vault().one(LOCK, { min_retention_days: 35, max_retention_days: 365 });
    expect(lock).not.toHaveProperty("changeable_for_days");
  });

  it("can have a compliance lock, which can be removed for three days", () => {
    vault({ lock: "compliance" }).one(LOCK, { changeable_for_days: 3 });
  });

  it("can have no lock", () => {
    vault({ lock: "none" }).none(LOCK);
  });

  it("can be deleted with its recovery points", () => {
    vault({ forceDestroy: true }).one("aws_backup_vault", { force_destroy: true });
  });

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => vault({ name: "v".repeat(51) })).toThrow("name must be 2 to 50 letters");
  });

  it("locks the shorter and the longer of both retentions", () => {
    vault({ dailyRetentionInDays: 90, monthlyRetentionInDays: 40 }).one(LOCK, {
      min_retention_days: 40,
      max_retention_days: 90,
    });
  });

  it.each([
    [{ dailyRetentionInDays: 0 }, "dailyRetentionInDays must be at least 1, got 0"],
    [{ monthlyRetentionInDays: 0 }, "monthlyRetentionInDays must be at least 1, got 0"],
  ])("fails with %j", (props, message) => {
    expect(() => vault(props)).toThrow(message);
  });
});
