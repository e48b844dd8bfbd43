import { auroraStacks } from "../../helpers/aurora-api";
import type { Template } from "../../helpers/template";

const data = (auroraApi: Parameters<typeof auroraStacks>[0] = {}) => auroraStacks(auroraApi).data as Template;
const VAULT = "aws_backup_vault";
const LOCK = "aws_backup_vault_lock_configuration";

describe("ClusterBackup", () => {
  const template = data();
  const cluster = template.ref("aws_rds_cluster", "aurora/database", "arn");

  it("backs up exactly the cluster, every day and every month", () => {
    template.one("aws_backup_selection", { resources: [cluster] });
    expect(template.one("aws_backup_plan").rule).toEqual([
      expect.objectContaining({ rule_name: "daily", lifecycle: { delete_after: 35 } }),
      expect.objectContaining({ rule_name: "monthly", lifecycle: { delete_after: 365 } }),
    ]);
  });

  it("creates snapshots only, because continuous backups would manage the cluster's automated backups", () => {
    for (const rule of template.one("aws_backup_plan").rule) {
      expect(rule).not.toHaveProperty("enable_continuous_backup");
    }
    template.one("aws_rds_cluster", { backup_retention_period: 14, copy_tags_to_snapshot: true });
  });

  it("never moves recovery points to cold storage, which Aurora does not support", () => {
    for (const { lifecycle } of template.one("aws_backup_plan").rule) {
      expect(lifecycle).not.toHaveProperty("cold_storage_after");
    }
  });

  it("has a locked vault with the key of the stack", () => {
    template.one(VAULT, {
      name: "sample-test-aurora-backup",
      kms_key_arn: template.ref("aws_kms_key", "key", "arn"),
      force_destroy: false,
    });
    template.one(LOCK, { min_retention_days: 35, max_retention_days: 365 });
  });

  it("uses the vault's configuration", () => {
    const own = data({ data: { backup: { vaultLock: "compliance", monthlyRetentionInDays: 730 } } });
    own.one(LOCK, { min_retention_days: 35, max_retention_days: 730, changeable_for_days: 3 });
  });

  it("restores the cluster every week into its own subnets", () => {
    template.one("aws_backup_restore_testing_plan", {
      name: "sample_test_aurora_backup",
      recovery_point_selection: [{ include_vaults: [template.ref(VAULT, "backup/vault", "arn")] }],
    });
    template.one("aws_backup_restore_testing_selection", {
      protected_resource_type: "Aurora",
      protected_resource_arns: [cluster],
      restore_metadata_overrides: {
        dbSubnetGroupName: template.ref("aws_rds_cluster", "aurora/database", "db_subnet_group_name"),
      },
    });
  });

  it("has one role for backups and another for restores", () => {
    const policies = template.all("aws_iam_role_policy_attachment").map(({ policy_arn }) => policy_arn);
    expect(policies).toEqual(
      expect.arrayContaining([
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
      ]),
    );
    template.one("aws_iam_role", { name: "sample-test-aurora-backup" });
    template.one("aws_iam_role", { name: "sample-test-aurora-backup-restore" });
  });

  it("reports failed jobs of its vault", () => {
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-test-aurora-backup-failed",
      dimensions: { BackupVaultName: template.ref(LOCK, "backup/vault/lock", "backup_vault_name") },
      alarm_actions: [template.ref("aws_sns_topic_policy", "alarms/policy", "arn")],
    });
  });

  describe("with copies in another region", () => {
    const stacks = auroraStacks({ data: { backup: { copyTo: { region: "eu-central-1" } } } });
    const copying = stacks.data as Template;

    it("has another stack with their vault", () => {
      stacks["backup-copy-eu-central-1"]?.one(VAULT, { name: "sample-test-aurora-backup" });
    });

    it("copies each recovery point to that vault", () => {
      for (const { copy_action } of copying.one("aws_backup_plan").rule) {
        expect(copy_action).toEqual([
          {
            destination_vault_arn: expect.stringMatching(/test-aurora-api-backup-copy-eu-central-1/),
            lifecycle: { delete_after: expect.any(Number) },
          },
        ]);
      }
    });

    it("reports failed copies", () => {
      copying.one("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-aurora-backup-copy-failed" });
      template.none("aws_cloudwatch_metric_alarm", { alarm_name: "sample-test-aurora-backup-copy-failed" });
    });
  });

  it("is deleted with its recovery points without deletion protection", () => {
    data({ deletionProtection: false }).one(VAULT, { force_destroy: true });
  });
});
