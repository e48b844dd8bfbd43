import { AuroraWithProxy, type AuroraWithProxyProps } from "../../../../modules/database/aurora/aurora-with-proxy";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { statementsOf } from "../../../helpers/policy";
import type { Attributes } from "../../../helpers/resource";
import { Template } from "../../../helpers/template";

const ROLES = ["migrator", "api", "reader"];

const REQUIRED: AuroraWithProxyProps = {
  names: { project: "sample", environment: "test" },
  accountId: "123456789012",
  region: "eu-west-1",
  network: DATABASE_NETWORK,
  kmsKeyArn: "arn:key",
};

function aurora(props: Partial<AuroraWithProxyProps> = {}): Template {
  return Template.of((scope) => {
    new AuroraWithProxy(scope, "aurora", { ...REQUIRED, ...props });
  });
}

describe("AuroraWithProxy", () => {
  const template = aurora();

  it("stands alone: required props only", () => {
    template.one("aws_rds_cluster", { master_username: "project_x_user", deletion_protection: true });
    template.one("aws_db_proxy_endpoint", { target_role: "READ_ONLY" });
    template.all("aws_secretsmanager_secret_rotation", { rotation_rules: { automatically_after_days: 30 } });
    expect(JSON.parse(template.one("aws_lambda_invocation").input)).toEqual({ databases: ["app"] });
  });

  it("creates databases, then the users, then the proxy", () => {
    const rotations = ROLES.map((role) =>
      template.address("aws_secretsmanager_secret_rotation", `users/${role}-rotation`),
    );
    for (const { depends_on } of template.all("aws_secretsmanager_secret_rotation")) {
      expect(depends_on).toContain(template.address("aws_lambda_invocation"));
    }
    expect(template.one("aws_db_proxy").depends_on).toEqual(expect.arrayContaining(rotations));
  });

  it("has a user for each role, with a secret that is rotated at once", () => {
    for (const role of ROLES) {
      template.one("aws_secretsmanager_secret", { name: `sample-test-aurora-${role}-user` });
    }
    template.count("aws_secretsmanager_secret_rotation", 3);
    template.all("aws_secretsmanager_secret_rotation", { rotate_immediately: true });
  });

  it("grants each role its privileges on every database", () => {
    const databases = ["first", "second"];
    const both = aurora({ databases });
    const users = { migrator: "migrator", api: "api", reader: "reader" };
    both.all("aws_lambda_function", {
      environment: { variables: { DATABASE_ROLES: JSON.stringify({ databases, users }) } },
    });
    expect(JSON.parse(both.one("aws_lambda_invocation").input)).toEqual({ databases });
  });

  it("writes what the rotation function requires to the secret of a role's user", () => {
    const both = aurora({ databases: ["first", "second"] });
    for (const role of ROLES) {
      const { secret_string_wo: text } = both.one("aws_secretsmanager_secret_version", {
        secret_id: both.ref("aws_secretsmanager_secret", `users/${role}`, "id"),
      });
      expect(text).toContain('"dbname" = "first"');
      expect(text).toContain(`"username" = "${role}"`);
      expect(text).toMatch(/"masterarn" = \S+master_user_secret\[0\]\.secret_arn/);
    }
  });

  it("has a proxy that connects as these users, and one function that rotates their secrets", () => {
    const arns = ROLES.map((role) => template.ref("aws_secretsmanager_secret", `users/${role}`, "arn"));
    const { auth } = template.one("aws_db_proxy");
    expect(auth.map(({ secret_arn }: Attributes) => secret_arn)).toEqual(arns);
    const [change] = template
      .all("aws_iam_role_policy")
      .flatMap(({ policy }) => statementsOf(policy))
      .filter(({ sid }) => sid === "ChangeSecrets");
    expect(change?.resources).toEqual(arns);
  });

  it("lets clients reach the proxy only", () => {
    expect(template.reaches("proxy/client", "proxy/server", 3306)).toBe(true);
    expect(template.reaches("proxy/client", "cluster/server", 3306)).toBe(false);
    expect(template.reaches("cluster/client", "cluster/server", 3306)).toBe(true);
  });

  it("has no endpoint for readers without readers", () => {
    aurora({ readers: 0 }).none("aws_db_proxy_endpoint");
  });

  it("frees the names of its secrets at once without deletion protection", () => {
    aurora({ deletionProtection: false }).all("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });

  it("fails without a database", () => {
    expect(() => aurora({ databases: [] })).toThrow("databases must have an entry for 0");
  });

  it.each(["migrator", "api", "Reader"])("fails when the master user is named %s", (masterUsername) => {
    expect(() => aurora({ masterUsername })).toThrow(
      `masterUsername must not be one of migrator, api, reader, got "${masterUsername}"; these database users have roles`,
    );
  });
});
