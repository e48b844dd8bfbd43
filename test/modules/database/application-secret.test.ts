import { ApplicationSecret } from "../../../modules/database/application-secret";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  new ApplicationSecret(scope, "application", {
    name: "project-x-dev-application",
    kmsKeyArn: "key",
    region: "eu-west-1",
    recoveryWindowInDays: 0,
    username: "project_x_app",
    databaseName: "newsreadb",
    endpoint: { host: "mysql.example.com", port: 3306 },
    masterSecretArn: "arn:master",
  });
});
const version = template.one("aws_secretsmanager_secret_version");

describe("ApplicationSecret", () => {
  it("holds what the hosts and the rotation read", () => {
    const fields = [...String(version.secret_string_wo).matchAll(/"(\w+)" = /g)].map(([, name]) => name);
    expect(fields.sort()).toEqual(
      ["api_key", "dbname", "engine", "host", "masterarn", "password", "port", "secret_key", "username"].sort(),
    );
    expect(version.secret_string_wo).toContain('"masterarn" = "arn:master"');
  });

  it("makes up a password and a session key of its own", () => {
    const passwords: Record<string, { password_length: number }> =
      template.json.ephemeral.aws_secretsmanager_random_password;
    expect(Object.values(passwords).map(({ password_length }) => password_length)).toEqual([32, 64]);
  });

  it("leaves the API key to an operator", () => {
    expect(version.secret_string_wo).toContain('"api_key" = ""');
  });

  it("never pushes a rotated password aside", () => {
    expect(version).toMatchObject({
      version_stages: ["SEED"],
      secret_string_wo_version: 1,
      lifecycle: { ignore_changes: ["version_stages"] },
    });
  });

  it("gives its name back at once where it may", () => {
    template.one("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });
});
