import fc from "fast-check";
import { MysqlDatabase, type MysqlDatabaseProps } from "../../../../modules/database/mysql/mysql-database";
import { Template } from "../../../helpers/template";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const SUBNETS = ZONES.map((zone) => ({ zone, subnetId: `subnet-${zone.at(-1)}` }));
const INSTANCE = "aws_db_instance";

function database(props: Partial<MysqlDatabaseProps> = {}): Template {
  return Template.of((scope) => {
    new MysqlDatabase(scope, "mysql", {
      name: "project-x-dev-mysql",
      accountId: "123456789012",
      region: "eu-west-1",
      masterPassword: { reference: "${ephemeral.password}" },
      subnets: SUBNETS,
      securityGroupId: "sg-server",
      kmsKeyArn: KEY,
      ...props,
    });
  });
}

const addresses = (template: Template) => template.resources.map(({ address }) => address);

describe("MysqlDatabase", () => {
  const template = database();
  const primary = template.one(INSTANCE, { engine: "mysql" });
  const replica = template.one(INSTANCE, { availability_zone: "eu-west-1a" });

  it("stands alone: required props only", () => {
    template.count(INSTANCE, 2);
    expect(primary).not.toHaveProperty("db_name");
  });

  it("creates a database on request", () => {
    database({ databaseName: "app" }).one(INSTANCE, { engine: "mysql", db_name: "app" });
  });

  it("has a standby, encryption and no public address by default", () => {
    expect(primary).toMatchObject({
      identifier: "project-x-dev-mysql",
      engine_version: "8.4",
      instance_class: "db.m6g.large",
      multi_az: true,
      storage_encrypted: true,
      kms_key_id: KEY,
      publicly_accessible: false,
      vpc_security_group_ids: ["sg-server"],
    });
    template.one("aws_db_subnet_group", { subnet_ids: ["subnet-a", "subnet-b", "subnet-c"] });
  });

  it("uses gp3 storage with autoscaling by default", () => {
    expect(primary).toMatchObject({ storage_type: "gp3", allocated_storage: 20, max_allocated_storage: 50 });
  });

  it("passes its password as a reference to a write-only argument", () => {
    expect(primary).toMatchObject({
      username: "project_x_user",
      password_wo: "${ephemeral.password}",
      password_wo_version: 1,
    });
    expect(primary).not.toHaveProperty("password");
    expect(primary).not.toHaveProperty("manage_master_user_password");
  });

  it("refuses to be deleted by default, and leaves a snapshot with a fixed name", () => {
    expect(primary).toMatchObject({
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: "project-x-dev-mysql-final",
    });
  });

  it("has backups, automatic upgrades and monitoring by default", () => {
    template.all(INSTANCE, {
      backup_retention_period: 14,
      copy_tags_to_snapshot: true,
      auto_minor_version_upgrade: true,
      iam_database_authentication_enabled: true,
      ca_cert_identifier: "rds-ca-rsa2048-g1",
      monitoring_interval: 60,
      monitoring_role_arn: template.ref("aws_iam_role", "mysql/monitoring", "arn"),
      performance_insights_enabled: true,
      performance_insights_kms_key_id: KEY,
      performance_insights_retention_period: 7,
    });
  });

  it("has neither enhanced monitoring nor its role with an interval of 0", () => {
    const unmonitored = database({ monitoringIntervalSeconds: 0 });
    for (const instance of unmonitored.all(INSTANCE, { monitoring_interval: 0 })) {
      expect(instance).not.toHaveProperty("monitoring_role_arn");
    }
    unmonitored.count("aws_iam_role", 0);
  });

  it("exports its logs to encrypted groups that expire and that exist before the instance", () => {
    for (const instance of template.all(INSTANCE)) {
      const groups = ["audit", "error", "slowquery"].map((type) =>
        template.one("aws_cloudwatch_log_group", { name: `/aws/rds/instance/${instance.identifier}/${type}` }),
      );
      expect(groups).toEqual(groups.map(() => expect.objectContaining({ retention_in_days: 365, kms_key_id: KEY })));
      expect(instance.enabled_cloudwatch_logs_exports).toEqual(["audit", "error", "slowquery"]);
      expect(instance.depends_on).toHaveLength(3);
    }
  });

  it("uses the settings of its version for the writer and its replicas", () => {
    template.all(INSTANCE, {
      parameter_group_name: template.ref("aws_db_parameter_group", "parameters", "name"),
      option_group_name: template.ref("aws_db_option_group", "options", "name"),
    });
  });

  describe("a read replica", () => {
    it("replicates the writer in another zone", () => {
      expect(replica).toMatchObject({
        identifier: "project-x-dev-mysql-replica-eu-west-1a-1",
        replicate_source_db: template.ref(INSTANCE, "primary", "identifier"),
        storage_encrypted: true,
        publicly_accessible: false,
        multi_az: false,
      });
    });

    it.each([
      "engine",
      "engine_version",
      "db_name",
      "username",
      "password_wo",
      "allocated_storage",
      "db_subnet_group_name",
      "kms_key_id",
      "final_snapshot_identifier",
    ])("inherits %s from its source, as RDS requires", (attribute) => {
      expect(replica).not.toHaveProperty(attribute);
    });

    it("has no protection, which RDS ignores on a new replica, and no snapshot, which RDS refuses", () => {
      expect(replica).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
    });

    it("is upgraded before its source", () => {
      expect([replica.maintenance_window, primary.maintenance_window]).toEqual([
        "sat:08:00-sat:09:00",
        "sun:08:00-sun:09:00",
      ]);
    });
  });

  it.each([0, 1, 2, 3])("spreads %i replicas over the zones", (readReplicas) => {
    const zones = database({ readReplicas })
      .all(INSTANCE)
      .flatMap(({ availability_zone: zone }) => (zone ? [zone] : []));
    expect(zones).toEqual(ZONES.slice(0, readReplicas));
  });

  it("adds or removes only replicas when their count changes", () => {
    const counts = fc.integer({ min: 0, max: 15 });
    const synthesized = new Map<number, Template>();
    const withReplicas = (readReplicas: number): Template => {
      const known = synthesized.get(readReplicas) ?? database({ readReplicas });
      synthesized.set(readReplicas, known);
      return known;
    };
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const few = withReplicas(Math.min(one, other));
        const many = withReplicas(Math.max(one, other));
        const kept = new Set(addresses(few));
        expect(many.resources.filter(({ address }) => kept.has(address))).toEqual(few.resources);
        const added = many.resources.filter(({ address }) => !kept.has(address));
        expect(added.every(({ path }) => path.startsWith("mysql/replica-"))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("can let RDS manage the password", () => {
    const managed = database({ masterPassword: "rds-managed", readReplicas: 0 }).one(INSTANCE);
    expect(managed).toMatchObject({ manage_master_user_password: true, master_user_secret_kms_key_id: KEY });
    expect(managed).not.toHaveProperty("password_wo");
  });

  it("leaves no snapshot without deletion protection", () => {
    database({ deletionProtection: false, readReplicas: 0 }).one(INSTANCE, {
      deletion_protection: false,
      skip_final_snapshot: true,
    });
  });

  it("can turn off Performance Insights", () => {
    const small = database({ performanceInsights: false }).one(INSTANCE, { engine: "mysql" });
    expect(small.performance_insights_enabled).toBe(false);
    expect(small).not.toHaveProperty("performance_insights_kms_key_id");
  });

  it("fails when RDS manages the password of a database with replicas", () => {
    expect(() => database({ masterPassword: "rds-managed", readReplicas: 1 })).toThrow(
      "readReplicas must be 0 when RDS manages the master password, got 1; RDS refuses replicas of such a MySQL instance",
    );
  });

  it.each([-1, 16, 1.5])("fails with %d replicas", (readReplicas) => {
    expect(() => database({ readReplicas })).toThrow(
      `readReplicas must be a whole number from 0 to 15, got ${readReplicas}`,
    );
  });

  it("fails in a single subnet", () => {
    expect(() => database({ subnets: SUBNETS.slice(0, 1) })).toThrow("subnets must hold at least 2 subnets");
  });

  it("fails when the storage limit is less than 10 % above the initial storage", () => {
    expect(() => database({ allocatedStorageGiB: 60 })).toThrow(
      "maxAllocatedStorageGiB must be at least 66, 10 % above allocatedStorageGiB, got 50",
    );
  });

  it.each(["db.t4g.micro", "db.t3.small"])("fails with Performance Insights on %s", (instanceClass) => {
    expect(() => database({ instanceClass })).toThrow(
      `performanceInsights must be false on ${instanceClass}, got true; RDS has no Performance Insights on micro and small`,
    );
  });

  it("fails when the identifier of a replica is too long for RDS", () => {
    expect(() => database({ name: `p${"x".repeat(44)}-mysql` })).toThrow("identifier must be at most 63");
  });
});
