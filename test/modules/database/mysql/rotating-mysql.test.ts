import { RotatingMysql, type RotatingMysqlProps } from "../../../../modules/database/mysql/rotating-mysql";
import { Template } from "../../../helpers/template";

const SECRET = "aws_secretsmanager_secret";
const ROTATION = "aws_secretsmanager_secret_rotation";

function mysql(props: Partial<RotatingMysqlProps> = {}): Template {
  return Template.of((scope) => {
    new RotatingMysql(scope, "mysql", {
      names: { project: "project-x", environment: "dev" },
      accountId: "111111111111",
      region: "eu-west-1",
      vpcId: "vpc-1",
      vpcCidr: "10.0.0.0/16",
      zoneNames: ["eu-west-1a", "eu-west-1b"],
      subnetIds: ["subnet-a", "subnet-b"],
      kmsKeyArn: "arn:key",
      engineVersion: "8.4",
      instanceClass: "db.m6g.large",
      multiAz: true,
      allocatedStorageGiB: 20,
      maxAllocatedStorageGiB: 50,
      databaseName: "newsreadb",
      masterUsername: "project_x_user",
      masterCredentials: "project",
      applicationUsername: "project_x_app",
      readReplicas: 1,
      backupRetentionInDays: 14,
      performanceInsights: true,
      monitoringIntervalSeconds: 60,
      rotateAfterDays: 30,
      deletionProtection: true,
      logRetentionInDays: 365,
      ...props,
    });
  });
}

describe("RotatingMysql", () => {
  const template = mysql();
  const master = template.ref(SECRET, "master-secret", "arn");
  const application = template.ref(SECRET, "application-secret", "arn");

  it("makes the database with the password that its secret holds", () => {
    const [[name] = []] = Object.entries(template.json.ephemeral.aws_secretsmanager_secret_version);
    template.one("aws_db_instance", {
      engine: "mysql",
      password_wo: `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${name}.secret_string).password}`,
    });
  });

  it("names where the database answers in both secrets", () => {
    const address = template.address("aws_db_instance", "primary");
    const withAddress = template
      .all("aws_secretsmanager_secret_version")
      .filter(({ secret_string_wo }) => secret_string_wo.includes(`"host" = ${address}.address`));
    expect(withAddress).toHaveLength(2);
  });

  it("creates the application's user at once, from a master secret that is complete", () => {
    const rotation = template.one(ROTATION, { secret_id: application, rotate_immediately: true });
    expect(rotation.depends_on).toEqual([
      template.address("aws_lambda_permission", "application-rotation"),
      template.address("aws_secretsmanager_secret_version", "application-secret/Resource/seed"),
      template.address("aws_secretsmanager_secret_version", "master-secret/Resource/complete"),
    ]);
  });

  it("lets the master's password hold still until its days are over", () => {
    const rotation = template.one(ROTATION, { secret_id: master, rotate_immediately: false });
    expect(rotation.depends_on).toContain(
      template.address("aws_secretsmanager_secret_version", "master-secret/Resource/complete"),
    );
  });

  it("rotates both after the same number of days", () => {
    template.all(ROTATION, { rotation_rules: { automatically_after_days: 30 } });
  });

  it("lets the rotation function and the clients reach the database, and nobody else", () => {
    expect(template.reaches("access/client", "access/server", 3306)).toBe(true);
    expect(template.reaches("rotation-function/security-group", "access/server", 3306)).toBe(false);
    template.one("aws_vpc_security_group_ingress_rule", {
      security_group_id: template.ref("aws_security_group", "access/server"),
    });
    template.one("aws_lambda_function", {
      vpc_config: {
        security_group_ids: expect.arrayContaining([template.ref("aws_security_group", "access/client")]),
      },
    });
  });

  it("gives no secret a name that ends like the ARN of one", () => {
    for (const { name } of template.all(SECRET)) {
      expect(name).not.toMatch(/-[A-Za-z0-9]{6}$/);
    }
  });

  it("keeps deleted secrets for 30 days, or not at all where nothing is protected", () => {
    template.all(SECRET, { recovery_window_in_days: 30 });
    mysql({ deletionProtection: false }).all(SECRET, { recovery_window_in_days: 0 });
  });

  describe("when RDS keeps the master's password", () => {
    const managed = mysql({ masterCredentials: "rds-managed", readReplicas: 0 });

    it("has one secret, the application's, which names RDS's", () => {
      expect(managed.one(SECRET).name).toBe("project-x-dev-application");
      const { secret_string_wo } = managed.one("aws_secretsmanager_secret_version");
      const database = managed.address("aws_db_instance");
      expect(secret_string_wo).toContain(`"masterarn" = ${database}.master_user_secret[0].secret_arn`);
    });

    it("rotates the application's alone", () => {
      managed.one(ROTATION, { secret_id: managed.ref(SECRET, "application-secret", "arn") });
    });

    it("fails with replicas", () => {
      expect(() => mysql({ masterCredentials: "rds-managed", readReplicas: 2 })).toThrow(
        'readReplicas must be 0 when masterPassword is "rds-managed", got 2',
      );
    });
  });
});
