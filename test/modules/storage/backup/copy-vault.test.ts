import { CopyVault, type CopyVaultProps } from "../../../../modules/storage/backup/copy-vault";
import { Template } from "../../../helpers/template";

function copyVault(props: Partial<CopyVaultProps> = {}): {
  readonly template: Template;
  readonly target: CopyVault["target"];
} {
  let target: CopyVault["target"] | undefined;
  const template = Template.of((scope) => {
    target = new CopyVault(scope, "copies", {
      name: "project-x-dev-data",
      accountId: "123456789012",
      region: "us-west-2",
      roleName: "project-x-dev-backup",
      ...props,
    }).target;
  });
  return { template, target: target as CopyVault["target"] };
}

describe("CopyVault", () => {
  const { template, target } = copyVault();

  it("stands alone: required props only, with a lock and a key of its own", () => {
    template.one("aws_backup_vault", {
      name: "project-x-dev-data",
      kms_key_arn: template.ref("aws_kms_key", "key", "arn"),
      force_destroy: false,
    });
    template.one("aws_kms_alias", { name: "alias/project-x-dev-data-copies" });
    template.one("aws_backup_vault_lock_configuration", { min_retention_days: 35, max_retention_days: 365 });
  });

  it("denies copies to every principal except the role of the plan and AWS Backup itself", () => {
    const { policy, backup_vault_name } = template.one("aws_backup_vault_policy");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: "OnlyThePlanCopies",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "backup:CopyIntoBackupVault",
        Resource: template.ref("aws_backup_vault", "vault", "arn"),
        Condition: {
          ArnNotEquals: {
            "aws:PrincipalArn": [
              "arn:aws:iam::123456789012:role/project-x-dev-backup",
              "arn:aws:iam::123456789012:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
            ],
          },
          Null: { "aws:PrincipalArn": "false" },
        },
      },
    ]);
    expect(backup_vault_name).toBe(template.ref("aws_backup_vault_lock_configuration", "lock", "backup_vault_name"));
  });

  it("has the retentions of its lock for the plan", () => {
    const own = copyVault({ dailyRetentionInDays: 40, monthlyRetentionInDays: 730, lock: "compliance" });
    own.template.one("aws_backup_vault_lock_configuration", {
      min_retention_days: 40,
      max_retention_days: 730,
      changeable_for_days: 3,
    });
    expect(own.target.retentionInDays).toEqual({ daily: 40, monthly: 730 });
    expect(target.retentionInDays).toEqual({ daily: 35, monthly: 365 });
  });

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => copyVault({ name: "v".repeat(51) })).toThrow("name must be 2 to 50 letters");
  });
});
