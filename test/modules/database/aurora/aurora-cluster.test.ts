import { AuroraCluster, type AuroraClusterProps } from "../../../../modules/database/aurora/aurora-cluster";
import { Template } from "../../../helpers/template";

const SUBNETS = [
  { zone: "eu-west-1a", subnetId: "subnet-1" },
  { zone: "eu-west-1b", subnetId: "subnet-2" },
];
const REQUIRED: AuroraClusterProps = {
  name: "sample-test-aurora",
  accountId: "123456789012",
  region: "eu-west-1",
  subnets: SUBNETS,
  securityGroupId: "sg-1",
  kmsKeyArn: "arn:key",
};

const cluster = (props: Partial<AuroraClusterProps> = {}) =>
  Template.of((scope) => {
    new AuroraCluster(scope, "aurora", { ...REQUIRED, ...props });
  });

describe("AuroraCluster", () => {
  const template = cluster();

  it("stands alone: required props only", () => {
    template.count("aws_rds_cluster_instance", 2);
    template.one("aws_rds_cluster", {
      master_username: "project_x_user",
      enabled_cloudwatch_logs_exports: ["audit", "error", "slowquery"],
      db_subnet_group_name: template.ref("aws_db_subnet_group", "subnets", "name"),
    });
    template.all("aws_cloudwatch_log_group", { retention_in_days: 365 });
  });

  it("is Serverless v2, encrypted with the given key, with a master password that RDS manages", () => {
    template.one("aws_rds_cluster", {
      engine: "aurora-mysql",
      engine_version: "8.0.mysql_aurora.3.10.0",
      serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 16 },
      storage_encrypted: true,
      kms_key_id: "arn:key",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
      iam_database_authentication_enabled: true,
      backup_retention_period: 14,
      copy_tags_to_snapshot: true,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "sample-test-aurora-final",
    });
  });

  it("encrypts Performance Insights and refuses automatic upgrades", () => {
    template.all("aws_rds_cluster_instance", {
      performance_insights_enabled: true,
      performance_insights_kms_key_id: "arn:key",
      auto_minor_version_upgrade: false,
    });
  });

  it("turns the general log on only if it is chosen", () => {
    const value = (parameters: readonly { name: string; value: string }[]) =>
      parameters.find(({ name }) => name === "general_log")?.value;
    expect(value(template.one("aws_rds_cluster_parameter_group").parameter)).toBe("0");
    const chosen = cluster({ logs: ["audit", "general"] });
    expect(value(chosen.one("aws_rds_cluster_parameter_group").parameter)).toBe("1");
    chosen.one("aws_rds_cluster", { enabled_cloudwatch_logs_exports: ["audit", "general"] });
  });

  it("keeps the groups of logs that are off, so that RDS never creates one without encryption", () => {
    const names = template.all("aws_cloudwatch_log_group", { kms_key_id: "arn:key" }).map(({ name }) => name);
    expect(names.sort()).toEqual(
      ["audit", "error", "general", "slowquery"].map((log) => `/aws/rds/cluster/sample-test-aurora/${log}`),
    );
  });

  it("turns off logs that are not exported", () => {
    const { parameter } = cluster({ logs: ["audit", "error"] }).one("aws_rds_cluster_parameter_group");
    expect(parameter).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "general_log", value: "0", apply_method: "immediate" })]),
    );
  });

  it("permits the upgrade to another major version, whose parameter group has its own name", () => {
    const next = cluster({ engineVersion: "8.4.mysql_aurora.8.4.7" });
    next.one("aws_rds_cluster", {
      engine_version: "8.4.mysql_aurora.8.4.7",
      allow_major_version_upgrade: true,
      db_cluster_parameter_group_name: next.ref("aws_rds_cluster_parameter_group", "settings", "name"),
    });
    next.one("aws_rds_cluster_parameter_group", { family: "aurora-mysql8.4", name: "sample-test-aurora-mysql8-4" });
    template.one("aws_rds_cluster_parameter_group", { family: "aurora-mysql8.0", name: "sample-test-aurora-mysql8-0" });
  });

  it("spreads its instances evenly over the zones", () => {
    const zones = cluster({ readers: 3 })
      .all("aws_rds_cluster_instance")
      .map(({ identifier, availability_zone }) => [identifier, availability_zone]);
    expect(zones.sort()).toEqual([
      ["sample-test-aurora-1", "eu-west-1a"],
      ["sample-test-aurora-2", "eu-west-1b"],
      ["sample-test-aurora-3", "eu-west-1a"],
      ["sample-test-aurora-4", "eu-west-1b"],
    ]);
  });

  it("creates an empty cluster by default", () => {
    expect(template.one("aws_rds_cluster").snapshot_identifier).toBeUndefined();
    expect(template.one("aws_rds_cluster").lifecycle).toBeUndefined();
  });

  it("restores the data of an origin", () => {
    const origin = { snapshot: "before-upgrade", sourceIdentifier: "sample-test-aurora" };
    cluster({ name: "sample-test-aurora-g2", origin }).one("aws_rds_cluster", {
      cluster_identifier: "sample-test-aurora-g2",
      snapshot_identifier: "before-upgrade",
      manage_master_user_password: true,
      final_snapshot_identifier: "sample-test-aurora-g2-final",
    });
  });

  it.each<[Partial<AuroraClusterProps>, string]>([
    [{ minAcu: 0 }, "minAcu must be from 0.5 to 256 in steps of 0.5, got 0"],
    [{ minAcu: 0.7 }, "minAcu must be from 0.5 to 256 in steps of 0.5"],
    [{ maxAcu: 257 }, "maxAcu must be from 1 to 256 in steps of 0.5"],
    [{ minAcu: 17 }, "minAcu must be at most maxAcu (16), got 17"],
    [{ readers: 16 }, "readers must be a whole number from 0 to 15"],
    [{ subnets: [] }, "subnets must be in at least 2 zones"],
    [{ subnets: SUBNETS.slice(0, 1) }, "subnets must be in at least 2 zones"],
    [{ name: "two--hyphens" }, "name must be at most 60 lower-case letters"],
  ])("fails with %j", (props, message) => {
    expect(() => cluster(props)).toThrow(message);
  });
});
