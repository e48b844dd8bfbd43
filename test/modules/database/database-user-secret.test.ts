import { DatabaseUserSecret, type DatabaseUserSecretProps } from "../../../modules/database/database-user-secret";
import { Template } from "../../helpers/template";

const REQUIRED: DatabaseUserSecretProps = {
  name: "project-x-dev-application",
  description: "Database user of the application",
  kmsKeyArn: "key",
  region: "eu-west-1",
  username: "project_x_app",
  databaseName: "app",
  endpoint: { host: "mysql.example.com", port: 3306 },
  masterSecretArn: "arn:master",
};

function secret(props: Partial<DatabaseUserSecretProps> = {}): Template {
  return Template.of((scope) => {
    new DatabaseUserSecret(scope, "application", { ...REQUIRED, ...props });
  });
}

const fieldsOf = (template: Template) =>
  [...String(template.one("aws_secretsmanager_secret_version").secret_string_wo).matchAll(/"(\w+)" = /g)]
    .map(([, name]) => name)
    .sort();

describe("DatabaseUserSecret", () => {
  const template = secret();

  it("stands alone: required props only", () => {
    expect(fieldsOf(template)).toEqual(["dbname", "engine", "host", "masterarn", "password", "port", "username"]);
    template.one("aws_secretsmanager_secret", { recovery_window_in_days: 30 });
  });

  it("names the master secret for the rotation function", () => {
    expect(template.one("aws_secretsmanager_secret_version").secret_string_wo).toContain('"masterarn" = "arn:master"');
  });

  it("generates a password of its own", () => {
    const passwords: Record<string, { password_length: number }> =
      template.json.ephemeral.aws_secretsmanager_random_password;
    expect(Object.values(passwords).map(({ password_length }) => password_length)).toEqual([32]);
  });

  it("adds fields of the application", () => {
    const application = secret({ fields: { secret_key: "reference", api_key: "" } });
    expect(fieldsOf(application)).toEqual(expect.arrayContaining(["api_key", "password", "secret_key"]));
    expect(application.one("aws_secretsmanager_secret_version").secret_string_wo).toContain('"api_key" = ""');
  });

  it("never replaces a rotated password", () => {
    expect(template.one("aws_secretsmanager_secret_version")).toMatchObject({
      version_stages: ["SEED"],
      secret_string_wo_version: 1,
      lifecycle: { ignore_changes: ["version_stages"] },
    });
  });

  it("can free its name at once", () => {
    secret({ recoveryWindowInDays: 0 }).one("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });
});
