import { AuroraGeneration } from "../../../../modules/database/aurora/aurora-generation";
import { type DatabaseGenerationsProps, databaseGenerations } from "../../../../modules/database/database-generations";
import { Template } from "../../../helpers/template";

const PROPS = {
  name: "sample-test-aurora",
  accountId: "123456789012",
  region: "eu-west-1",
  subnets: [
    { zone: "eu-west-1a", subnetId: "subnet-1" },
    { zone: "eu-west-1b", subnetId: "subnet-2" },
  ],
  securityGroupId: "sg-1",
  kmsKeyArn: "arn:key",
  engineVersion: "8.0.mysql_aurora.3.10.1",
  granted: { databases: ["app"], roles: ["api"] as const },
};

/** The last one of the generations, alone. */
function last(props: DatabaseGenerationsProps): Template {
  return Template.of((scope) => {
    const [generation] = databaseGenerations(props).slice(-1);
    if (generation) {
      new AuroraGeneration(scope, { ...PROPS, generation });
    }
  });
}

const IGNORED = { ignore_changes: ["snapshot_identifier", "restore_to_point_in_time"] };

describe("AuroraGeneration", () => {
  it("has the names and the settings of the cluster as the first generation", () => {
    const first = last({});
    first.one("aws_rds_cluster", { cluster_identifier: "sample-test-aurora", deletion_protection: true });
    first.one("aws_secretsmanager_secret", { name: "sample-test-aurora-api-user", recovery_window_in_days: 30 });
    expect(first.one("aws_rds_cluster").lifecycle).toBeUndefined();
  });

  it("has names of its own as a later generation, so that both exist at the same time", () => {
    const second = last({ restore: { pointInTime: "latest" } });
    second.one("aws_rds_cluster", {
      cluster_identifier: "sample-test-aurora-g2",
      final_snapshot_identifier: "sample-test-aurora-g2-final",
      restore_to_point_in_time: { source_cluster_identifier: "sample-test-aurora" },
    });
    second.one("aws_db_subnet_group", { name: "sample-test-aurora-g2" });
    second.one("aws_secretsmanager_secret", { name: "sample-test-aurora-g2-api-user" });
    expect(second.address("aws_rds_cluster")).toMatch(/^aws_rds_cluster\.generation-2_database_/);
  });

  it("restores a point in time from the generation before it", () => {
    last({ generation: 2, restore: { pointInTime: "2026-11-25T08:00:00Z" } }).one("aws_rds_cluster", {
      cluster_identifier: "sample-test-aurora-g3",
      restore_to_point_in_time: {
        source_cluster_identifier: "sample-test-aurora-g2",
        restore_to_time: "2026-11-25T08:00:00Z",
      },
    });
  });

  it("leaves no trace while it does not serve", () => {
    const beside = last({ restore: { snapshot: "before" } });
    beside.one("aws_rds_cluster", { deletion_protection: false, skip_final_snapshot: true });
    beside.one("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });

  it.each<DatabaseGenerationsProps>([
    { restore: { snapshot: "before" } },
    { restore: { snapshot: "before", stage: "alone" } },
    { generation: 2 },
  ])("keeps its data when the origin changes or ends, with %j", (props) => {
    last(props).one("aws_rds_cluster", { lifecycle: IGNORED });
  });

  it.each<DatabaseGenerationsProps>([
    { restore: { snapshot: "before", stage: "serving" } },
    { restore: { snapshot: "before", stage: "alone" } },
    { generation: 2 },
  ])("is protected when it serves, with %j", (props) => {
    const serving = last(props);
    serving.one("aws_rds_cluster", { deletion_protection: true, skip_final_snapshot: false });
    serving.one("aws_secretsmanager_secret", { recovery_window_in_days: 30 });
  });

  it("has the version of the present cluster, or another one", () => {
    last({ restore: { snapshot: "before" } }).one("aws_rds_cluster", { engine_version: "8.0.mysql_aurora.3.10.1" });
    last({ restore: { snapshot: "before", engineVersion: "8.4.mysql_aurora.8.4.7" } }).one("aws_rds_cluster", {
      engine_version: "8.4.mysql_aurora.8.4.7",
    });
  });
});
