import type { EnvironmentInput } from "../../../config/schema";
import type { CopyTarget } from "../../../modules/storage/backup/backup-plan";
import { ThreeTierDataStack } from "../../../stacks/three-tier/data-stack";
import type { Overrides } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";
import { networkFacts, threeTierEnvironment } from "../../helpers/three-tier";

function stackOf(
  section: Overrides<NonNullable<EnvironmentInput["threeTier"]>> = {},
  copyTo?: CopyTarget,
): ThreeTierDataStack {
  const network = networkFacts(false);
  const props = { ...threeTierEnvironment(section), network, copyTo };
  return new ThreeTierDataStack(testApp(), "dev-three-tier-data", props);
}

describe("ThreeTierDataStack", () => {
  const stack = stackOf();
  const template = Template.fromStack(stack);
  const json = JSON.stringify(template.json);

  it("is in the isolated subnets only", () => {
    const isolated = ["subnet-isolated-a", "subnet-isolated-b"];
    template.one("aws_db_subnet_group", { subnet_ids: isolated });
    template.one("aws_lambda_function", { vpc_config: { subnet_ids: isolated } });
    expect(template.all("aws_efs_mount_target").map(({ subnet_id }) => subnet_id)).toEqual(isolated);
    expect(json).not.toMatch(/subnet-(public|private)/);
  });

  it("encrypts everything with one key", () => {
    const key = template.ref("aws_kms_key", "key", "arn");
    template.all("aws_secretsmanager_secret", { kms_key_id: key });
    template.all("aws_cloudwatch_log_group", { kms_key_id: key });
    template.one("aws_efs_file_system", { kms_key_id: key });
    template.one("aws_backup_vault", { kms_key_arn: key });
    template.one("aws_db_instance", { engine: "mysql", kms_key_id: key });
    template.one("aws_kms_alias", { name: "alias/project-x-dev-data" });
  });

  it("allows only their clients to the database and the file system", () => {
    expect(template.reaches("mysql/access/client", "mysql/access/server", 3306)).toBe(true);
    expect(template.reaches("efs-access/client", "efs-access/server", 2049)).toBe(true);
    expect(template.reaches("efs-access/client", "mysql/access/server", 3306)).toBe(false);
    expect(template.reaches("mysql/access/client", "efs-access/server", 2049)).toBe(false);
    expect(template.reaches("10.0.0.0/16", "mysql/access/server", 3306)).toBe(false);
    expect(template.reaches("10.0.0.0/16", "efs-access/server", 2049)).toBe(false);
    template.count("aws_vpc_security_group_ingress_rule", 2);
  });

  it("backs up the restored database once it serves, and names the other one", () => {
    const restored = (stage: "beside" | "serving") =>
      Template.fromStack(stackOf({ data: { mysql: { restore: { snapshot: "before", stage } } } }));
    for (const [stage, serves, other] of [
      ["beside", "mysql/database/primary", "mysql/generation-2/database/primary"],
      ["serving", "mysql/generation-2/database/primary", "mysql/database/primary"],
    ] as const) {
      const during = restored(stage);
      const backedUp = during.one("aws_backup_selection").resources;
      expect(backedUp).toContain(during.ref("aws_db_instance", serves, "arn"));
      expect(backedUp).not.toContain(during.ref("aws_db_instance", other, "arn"));
      expect(during.output("other_mysql_address")).toBe(during.ref("aws_db_instance", other, "address"));
    }
    expect(json).not.toContain("other_mysql_address");
  });

  it("names the master secrets of both databases during a restore", () => {
    const facts = (mysql: object) => stackOf({ data: { mysql } }).database.masterSecrets.map(({ suffix }) => suffix);
    expect(facts({})).toEqual([""]);
    expect(facts({ restore: { snapshot: "before", stage: "serving" } })).toEqual(["", "-g2"]);
    expect(facts({ generation: 2 })).toEqual(["-g2"]);
  });

  it("backs up the database and the file system", () => {
    template.one("aws_backup_selection", {
      resources: [
        template.ref("aws_db_instance", "primary", "arn"),
        template.ref("aws_efs_file_system", "file-system", "arn"),
      ],
    });
    template.one("aws_backup_vault_lock_configuration", { min_retention_days: 35, max_retention_days: 365 });
  });

  it("tests the restore of both, from its own vault", () => {
    template.one("aws_backup_restore_testing_plan", {
      name: "project_x_dev_restore_test",
      recovery_point_selection: [{ include_vaults: [template.ref("aws_backup_vault", "backup-vault", "arn")] }],
    });
    template.one("aws_backup_restore_testing_selection", {
      protected_resource_type: "RDS",
      protected_resource_arns: [template.ref("aws_db_instance", "primary", "arn")],
      restore_metadata_overrides: {
        dbSubnetGroupName: template.ref("aws_db_instance", "primary", "db_subnet_group_name"),
      },
    });
    template.one("aws_backup_restore_testing_selection", {
      protected_resource_type: "EFS",
      protected_resource_arns: [template.ref("aws_efs_file_system", "file-system", "arn")],
      restore_metadata_overrides: { kmsKeyId: template.ref("aws_kms_key", "key", "arn") },
    });
  });

  it("copies the backups to the given vault", () => {
    const target = { vaultArn: "arn:copies", retentionInDays: { daily: 35, monthly: 365 } };
    const copying = stackOf({}, target);
    for (const { copy_action } of Template.fromStack(copying).one("aws_backup_plan").rule) {
      expect(copy_action).toEqual([expect.objectContaining({ destination_vault_arn: "arn:copies" })]);
    }
    expect([copying.hasBackupCopies, stack.hasBackupCopies]).toEqual([true, false]);
  });

  it("names the file system after the project", () => {
    template.one("aws_efs_file_system", { creation_token: "project-x" });
    template.one("aws_efs_access_point", { posix_user: stack.fileSystem.posixUser, root_directory: { path: "/app" } });
  });

  it("protects the database, the backups and the secrets by default", () => {
    template.one("aws_db_instance", { engine: "mysql", deletion_protection: true, skip_final_snapshot: false });
    template.one("aws_backup_vault", { force_destroy: false });
    template.all("aws_secretsmanager_secret", { recovery_window_in_days: 30 });
  });

  it("can be destroyed completely with deletionProtection false", () => {
    const open = Template.fromStack(stackOf({ deletionProtection: false }));
    open.one("aws_db_instance", { engine: "mysql", deletion_protection: false, skip_final_snapshot: true });
    open.one("aws_backup_vault", { force_destroy: true });
    open.all("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });

  it("uses the log retention of the configuration", () => {
    const short = Template.fromStack(stackOf({ logRetentionInDays: 30 }));
    short.all("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });

  it("has facts with names that are known before the deployment", () => {
    const { writer, readers } = stack.database;
    expect(writer).toMatchObject({ identifier: "project-x-dev-mysql", port: 3306 });
    expect(readers.map(({ identifier }) => identifier)).toEqual(["project-x-dev-mysql-replica-eu-west-1a-1"]);
  });

  it("has the database, the file system and the secrets as outputs", () => {
    expect(template.output("mysql_address")).toBe(template.ref("aws_db_instance", "primary", "address"));
    expect(template.output("file_system_id")).toBe(template.ref("aws_efs_file_system"));
    const secret = (name: string) => template.ref("aws_secretsmanager_secret", name, "arn");
    expect(template.output("application_secret_arn")).toBe(secret("application-secret"));
    expect(template.output("master_secret_arn")).toBe(secret("master-secret"));
  });

  it("has the secret of RDS as an output when RDS manages the master password", () => {
    const mysql = { masterCredentials: "rds-managed", readReplicas: 0 } as const;
    const managed = Template.fromStack(stackOf({ data: { mysql } }));
    expect(managed.output("master_secret_arn")).toBe(
      managed.ref("aws_db_instance", "primary", "master_user_secret[0].secret_arn"),
    );
  });

  describe("secrets", () => {
    const strings = (value: unknown, path = ""): [string, string][] => {
      if (typeof value === "string") {
        return [[path, value]];
      }
      if (typeof value !== "object" || value === null) {
        return [];
      }
      return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}.${key}`));
    };
    const all = strings(template.json);

    it("are read by write-only arguments only", () => {
      const readers = all.filter(([, text]) => text.includes("ephemeral.")).map(([path]) => path.split(".").at(-1));
      expect(new Set(readers)).toEqual(new Set(["password_wo", "secret_string_wo"]));
      expect(readers).toHaveLength(5);
    });

    it("are not in the configuration as text", () => {
      const passwords = all.flatMap(([, text]) => [...text.matchAll(/"(?:password|secret_key)" = ([^,}]+)/g)]);
      expect(passwords).toHaveLength(5);
      for (const [, value] of passwords) {
        expect(value).toMatch(/^(jsondecode\()?ephemeral\./);
      }
    });

    it("are not in an attribute that Terraform stores", () => {
      const names = all.map(([path]) => path.split(".").at(-1));
      expect(names).not.toContain("password");
      expect(names).not.toContain("secret_string");
      template.none("random_password");
    });
  });
});
