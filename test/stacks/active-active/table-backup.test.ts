import { activeActive, activeActiveInput, activeActiveStacks, stackOf } from "../../helpers/active-active";

const [FIRST, SECOND] = ["eu-west-1", "us-east-1"] as const;

function build(section: Parameters<typeof activeActive>[0] = {}) {
  const stacks = activeActiveStacks(activeActive(section, [FIRST, SECOND]));
  return { first: stackOf(stacks, `region-${FIRST}`), second: stackOf(stacks, `region-${SECOND}`) };
}

describe("TableBackup", () => {
  const { first, second } = build();

  it("backs the table up in the first region only by default", () => {
    first.count("aws_backup_selection", 1);
    second.none("aws_backup_vault");
  });

  it("backs up the table of its region, daily and monthly", () => {
    const [table, ...others] = first.one("aws_backup_selection").resources;
    expect(table).toMatch(/active-active-table\.outputs\.\S+aws_dynamodb_tabletable_\w+arn\}$/);
    expect(others).toEqual([]);
    const { rule } = first.one("aws_backup_plan");
    expect(rule).toMatchObject([{ rule_name: "daily" }, { rule_name: "monthly" }]);
  });

  it("restores the table every week, encrypted with the region's key", () => {
    first.one("aws_backup_restore_testing_selection", {
      protected_resource_type: "DynamoDB",
      restore_metadata_overrides: {
        encryptionType: "KMS",
        kmsMasterKeyArn: first.ref("aws_kms_key", undefined, "arn"),
      },
    });
  });

  it("has an encrypted vault with a lock, and alarms that notify the region's topic", () => {
    first.one("aws_backup_vault", {
      name: "sample-test-backup-eu-west-1",
      kms_key_arn: first.ref("aws_kms_key", undefined, "arn"),
      force_destroy: false,
    });
    first.count("aws_backup_vault_lock_configuration", 1);
    const alarms = first.resources.filter(({ path }) => path.startsWith("backup/alarms/"));
    expect(alarms).toHaveLength(3);
  });

  it("is a choice of each region", () => {
    const [one, other] = activeActiveInput([FIRST, SECOND]).regions;
    const { first, second } = build({
      regions: [
        { ...(one as NonNullable<typeof one>), backup: false },
        { ...(other as NonNullable<typeof other>), backup: true },
      ],
    });
    first.none("aws_backup_vault");
    second.count("aws_backup_selection", 1);
  });

  it("passes the vault's configuration on", () => {
    const { first } = build({
      backup: { vaultLock: "none", dailyRetentionInDays: 40, monthlyRetentionInDays: 400 },
      deletionProtection: false,
    });
    first.none("aws_backup_vault_lock_configuration");
    first.one("aws_backup_vault", { force_destroy: true });
    const { rule } = first.one("aws_backup_plan");
    expect(rule.map((it: { lifecycle: unknown }) => it.lifecycle)).toEqual([
      { delete_after: 40 },
      { delete_after: 400 },
    ]);
  });
});
