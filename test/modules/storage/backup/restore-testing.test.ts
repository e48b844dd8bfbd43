import { RestoreTesting } from "../../../../modules/storage/backup/restore-testing";
import { Template } from "../../../helpers/template";

function testing(name = "project-x-dev-restore-test"): Template {
  return Template.of((scope) => {
    new RestoreTesting(scope, "testing", {
      name,
      region: "eu-west-1",
      vaultArn: "arn:vault",
      database: { arn: "arn:database", subnetGroupName: "isolated" },
      fileSystem: { arn: "arn:files", kmsKeyArn: "arn:key" },
    });
  });
}

describe("RestoreTesting", () => {
  const template = testing();
  const selection = (name: string) => template.one("aws_backup_restore_testing_selection", { name });

  it("stands alone: required props only, and restores the newest recovery point every week", () => {
    template.one("aws_backup_restore_testing_plan", {
      schedule_expression: "cron(0 9 ? * TUE *)",
      recovery_point_selection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          include_vaults: ["arn:vault"],
          recovery_point_types: ["SNAPSHOT"],
          selection_window_days: 7,
        },
      ],
    });
  });

  it("has a name without hyphens, as AWS Backup requires", () => {
    template.one("aws_backup_restore_testing_plan", { name: "project_x_dev_restore_test" });
  });

  it("restores the database into the given subnet group", () => {
    expect(selection("database")).toMatchObject({
      protected_resource_type: "RDS",
      protected_resource_arns: ["arn:database"],
      restore_metadata_overrides: { dbSubnetGroupName: "isolated" },
    });
  });

  it("restores the file system with the given key", () => {
    expect(selection("files")).toMatchObject({
      protected_resource_type: "EFS",
      protected_resource_arns: ["arn:files"],
      restore_metadata_overrides: { kmsKeyId: "arn:key" },
    });
  });

  it("keeps restored resources for four hours", () => {
    template.all("aws_backup_restore_testing_selection", { validation_window_hours: 4 });
  });

  it("may restore but not back up, and selects resources after that", () => {
    template.one("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    });
    expect(selection("database").depends_on).toEqual([template.address("aws_iam_role_policy_attachment")]);
    expect(selection("files").depends_on).toEqual([template.address("aws_iam_role_policy_attachment")]);
  });

  it("restores a table alone, encrypted with the given key", () => {
    const alone = Template.of((scope) => {
      new RestoreTesting(scope, "testing", {
        name: "p-restore-test",
        region: "eu-west-1",
        vaultArn: "arn:vault",
        table: { arn: "arn:table", kmsKeyArn: "arn:key" },
      });
    });
    alone.one("aws_backup_restore_testing_selection", {
      name: "table",
      protected_resource_type: "DynamoDB",
      protected_resource_arns: ["arn:table"],
      restore_metadata_overrides: { encryptionType: "KMS", kmsMasterKeyArn: "arn:key" },
    });
  });

  it("restores a cluster alone, into the given subnet group", () => {
    const alone = Template.of((scope) => {
      new RestoreTesting(scope, "testing", {
        name: "p-restore-test",
        region: "eu-west-1",
        vaultArn: "arn:vault",
        cluster: { arn: "arn:cluster", subnetGroupName: "isolated" },
      });
    });
    alone.one("aws_backup_restore_testing_selection", {
      name: "cluster",
      protected_resource_type: "Aurora",
      protected_resource_arns: ["arn:cluster"],
      restore_metadata_overrides: { dbSubnetGroupName: "isolated" },
      validation_window_hours: 4,
    });
  });

  it("fails without a resource to restore", () => {
    const props = { name: "p-restore-test", region: "eu-west-1", vaultArn: "arn:vault" };
    expect(() =>
      Template.of((scope) => {
        new RestoreTesting(scope, "testing", props);
      }),
    ).toThrow("database must be given, or cluster, fileSystem or table, got nothing");
  });

  it("fails with a name that AWS Backup refuses", () => {
    expect(() => testing("t".repeat(51))).toThrow("name must be 1 to 50 letters, digits, hyphens or underscores");
  });
});
