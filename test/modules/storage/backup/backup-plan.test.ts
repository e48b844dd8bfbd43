import { BackupPlan } from "../../../../modules/storage/backup/backup-plan";
import { Template } from "../../../helpers/template";

function plan(
  resourceArns: readonly string[] = ["arn:database", "arn:files"],
  name = "project-x-dev-backup",
): Template {
  return Template.of((scope) => {
    new BackupPlan(scope, "plan", {
      name,
      region: "eu-west-1",
      vault: { name: "vault", retentionInDays: { daily: 35, monthly: 365 } },
      resourceArns,
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

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => plan(["arn:database"], "b".repeat(51))).toThrow("name must be at most 50 characters");
  });

  it("fails without resources", () => {
    expect(() => plan([])).toThrow("resourceArns must name at least 1 resource, got []");
  });
});
