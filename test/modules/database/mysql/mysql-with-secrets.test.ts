import { MysqlWithSecrets, type MysqlWithSecretsProps } from "../../../../modules/database/mysql/mysql-with-secrets";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { Template } from "../../../helpers/template";

const SECRET = "aws_secretsmanager_secret";
const ROTATION = "aws_secretsmanager_secret_rotation";

function mysql(props: Partial<MysqlWithSecretsProps> = {}): Template {
  return Template.of((scope) => {
    new MysqlWithSecrets(scope, "mysql", {
      names: { project: "project-x", environment: "dev" },
      accountId: "123456789012",
      region: "eu-west-1",
      network: DATABASE_NETWORK,
      kmsKeyArn: "arn:key",
      databaseName: "app",
      ...props,
    });
  });
}

describe("MysqlWithSecrets", () => {
  const template = mysql();
  const master = template.ref(SECRET, "master-secret", "arn");
  const application = template.ref(SECRET, "application-secret", "arn");

  it("stands alone: required props only", () => {
    template.count("aws_db_instance", 2);
    template.count(SECRET, 3);
  });

  it("keeps further fields in the application's secret", () => {
    const { secret_string_wo } = mysql({ applicationFields: { api_key: "" } }).one(
      "aws_secretsmanager_secret_version",
      { secret_string_wo: expect.stringContaining('"api_key" = ""') },
    );
    expect(secret_string_wo).toContain('"username" = "project_x_app"');
  });

  it("creates the database with the password of its secret", () => {
    const [[name] = []] = Object.entries(template.json.ephemeral.aws_secretsmanager_secret_version);
    template.one("aws_db_instance", {
      engine: "mysql",
      password_wo: `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${name}.secret_string).password}`,
    });
  });

  it("writes the address of the writer to all secrets, because a rotation cannot create a user on a replica", () => {
    const address = template.address("aws_db_instance", "primary");
    const withAddress = template
      .all("aws_secretsmanager_secret_version")
      .filter(({ secret_string_wo }) => secret_string_wo.includes(`"host" = ${address}.address`));
    expect(withAddress).toHaveLength(3);
  });

  it("creates the application user at once, after the master secret is complete", () => {
    const rotation = template.one(ROTATION, { secret_id: application, rotate_immediately: true });
    expect(rotation.depends_on).toEqual([
      template.address("aws_lambda_permission", "application-rotation"),
      template.address("aws_secretsmanager_secret_version", "application-secret/Resource/seed"),
      template.address("aws_secretsmanager_secret_version", "master-secret/Resource/complete"),
    ]);
  });

  it("creates the reader at once, and lets the rotation function grant it reading of the database", () => {
    template.one(SECRET, { name: "project-x-dev-mysql-reader-user" });
    const { depends_on } = template.one(ROTATION, {
      secret_id: template.ref(SECRET, "users/reader", "arn"),
      rotate_immediately: true,
    });
    expect(depends_on).toContain(
      template.address("aws_secretsmanager_secret_version", "master-secret/Resource/complete"),
    );
    template.one("aws_lambda_function", {
      environment: { variables: { DATABASE_ROLES: '{"databases":["app"],"users":{"reader":"reader"}}' } },
    });
  });

  it("fails when another user has the reader's name", () => {
    const error = (field: string) =>
      `${field} must not be one of reader, got "reader"; these database users have roles`;
    expect(() => mysql({ masterUsername: "reader" })).toThrow(error("masterUsername"));
    expect(() => mysql({ applicationUsername: "reader" })).toThrow(error("applicationUsername"));
  });

  it("does not rotate the master password at once", () => {
    const rotation = template.one(ROTATION, { secret_id: master, rotate_immediately: false });
    expect(rotation.depends_on).toContain(
      template.address("aws_secretsmanager_secret_version", "master-secret/Resource/complete"),
    );
  });

  it("rotates all secrets after 30 days by default", () => {
    template.all(ROTATION, { rotation_rules: { automatically_after_days: 30 } });
  });

  it("lets only clients and the rotation function reach the database", () => {
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

  it("gives no secret a name that ends like an ARN", () => {
    for (const { name } of template.all(SECRET)) {
      expect(name).not.toMatch(/-[A-Za-z0-9]{6}$/);
    }
  });

  it("keeps deleted secrets for 30 days, or not at all without deletion protection", () => {
    template.all(SECRET, { recovery_window_in_days: 30 });
    mysql({ deletionProtection: false }).all(SECRET, { recovery_window_in_days: 0 });
  });

  describe("when RDS manages the master password", () => {
    const managed = mysql({ masterCredentials: "rds-managed", readReplicas: 0 });

    it("has secrets of application and reader, which name the secret of RDS", () => {
      expect(managed.all(SECRET).map(({ name }) => name)).toEqual([
        "project-x-dev-application",
        "project-x-dev-mysql-reader-user",
      ]);
      const database = managed.address("aws_db_instance");
      for (const { secret_string_wo } of managed.all("aws_secretsmanager_secret_version")) {
        expect(secret_string_wo).toContain(`"masterarn" = ${database}.master_user_secret[0].secret_arn`);
      }
    });

    it("rotates these secrets only", () => {
      managed.count(ROTATION, 2);
      managed.one(ROTATION, { secret_id: managed.ref(SECRET, "application-secret", "arn") });
      managed.one(ROTATION, { secret_id: managed.ref(SECRET, "users/reader", "arn") });
    });

    it("fails with replicas", () => {
      expect(() => mysql({ masterCredentials: "rds-managed", readReplicas: 2 })).toThrow(
        "readReplicas must be 0 when RDS manages the master password, got 2",
      );
    });
  });
});
