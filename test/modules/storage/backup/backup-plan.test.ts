import { BackupPlan, type BackupPlanProps } from "../../../../modules/storage/backup/backup-plan";
import { Template } from "../../../helpers/template";

function plan(
  resourceArns: readonly string[] = ["arn:database", "arn:files"],
  name = "project-x-dev-backup",
  copyTo?: BackupPlanProps["copyTo"],
): Template {
  return Template.of((scope) => {
    new BackupPlan(scope, "plan", {
      name,
      region: "eu-west-1",
      vault: { name: "vault", retentionInDays: { daily: 35, monthly: 365 } },
      resourceArns,
      copyTo,
    });
  });
}

describe("BackupPlan", () => {
  const template = plan();

  it("keeps recovery points as long as the vault does", () => {
    expect(template.one("aws_backup_plan").rule).toEqual([
      expect.objectContaining({ rule_name: "daily", lifecycle: { delete_after: 35 }, target_vault_name: "vault" }),
      expect.objectContaining({ rule_name: "monthly", lifecycle: { delete_after: 365 }, target_vault_name: "vault" }),
    ]);
  });

  it("starts after the backup window of the database, every day and on the first of a month", () => {
    expect(template.one("aws_backup_plan").rule).toEqual([
      expect.objectContaining({ schedule: "cron(0 5 * * ? *)", start_window: 60 }),
      expect.objectContaining({ schedule: "cron(0 5 1 * ? *)", start_window: 60 }),
    ]);
  });

  it("stands alone: required props only", () => {
    template.one("aws_backup_selection", {
      plan_id: template.ref("aws_backup_plan", "plan"),
      resources: ["arn:database", "arn:files"],
    });
  });

  it("may back up but not restore", () => {
    template.one("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
    });
    expect(JSON.parse(template.one("aws_iam_role").assume_role_policy).Statement[0].Principal).toEqual({
      Service: "backup.amazonaws.com",
    });
  });

  it("selects resources after the role has its permissions", () => {
    expect(template.one("aws_backup_selection").depends_on).toEqual([
      template.address("aws_iam_role_policy_attachment"),
    ]);
  });

  it("copies nothing by default", () => {
    for (const rule of template.one("aws_backup_plan").rule) {
      expect(rule).not.toHaveProperty("copy_action");
    }
    template.none("aws_iam_role_policy");
  });

  describe("with a target of copies", () => {
    const copying = plan(["arn:database"], "p-backup", {
      vaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:p-data",
      retentionInDays: { daily: 40, monthly: 730 },
    });

    it("copies each recovery point, with the retention of the target", () => {
      const action = (delete_after: number) => [
        { destination_vault_arn: expect.stringMatching(/:backup-vault:p-data$/), lifecycle: { delete_after } },
      ];
      expect(copying.one("aws_backup_plan").rule).toEqual([
        expect.objectContaining({ lifecycle: { delete_after: 35 }, copy_action: action(40) }),
        expect.objectContaining({ lifecycle: { delete_after: 365 }, copy_action: action(730) }),
      ]);
    });

    it("may copy into that vault only", () => {
      const { policy } = copying.one("aws_iam_role_policy");
      expect(JSON.parse(policy).Statement).toEqual([
        {
          Sid: "CopyIntoOneVault",
          Effect: "Deny",
          Action: "backup:CopyIntoBackupVault",
          NotResource: "arn:aws:backup:us-west-2:123456789012:backup-vault:p-data",
        },
      ]);
    });

    it("selects resources after the role has its limit", () => {
      expect(copying.one("aws_backup_selection").depends_on).toEqual([
        copying.address("aws_iam_role_policy_attachment"),
        copying.address("aws_iam_role_policy"),
      ]);
    });
  });

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => plan(["arn:database"], "b".repeat(51))).toThrow("name must be at most 50 characters");
  });

  it("fails without resources", () => {
    expect(() => plan([])).toThrow("resourceArns must name at least 1 resource, got []");
  });
});
