import { DatabaseRoleUsers, type DatabaseRoleUsersProps } from "../../../modules/database/database-role-users";
import { Template } from "../../helpers/template";

type Props = DatabaseRoleUsersProps<"api" | "reader">;

const SECRET = "aws_secretsmanager_secret";

function users(props: Partial<Props> = {}): Template {
  return Template.of((scope) => {
    const { secrets, rotate } = create(scope, props);
    expect(Object.keys(secrets)).toEqual(["api", "reader"]);
    expect(rotate()).toHaveLength(2);
  });
}

function create(scope: ConstructorParameters<typeof DatabaseRoleUsers>[0], props: Partial<Props> = {}) {
  const created = new DatabaseRoleUsers(scope, "users", {
    name: "project-x-dev-mysql",
    roles: ["api", "reader"],
    databases: ["app", "reports"],
    kmsKeyArn: "arn:key",
    region: "eu-west-1",
    endpoint: { host: "db.example", port: 3306 },
    masterSecretArn: "arn:master",
    ...props,
  });
  const rotate = () =>
    created.rotate({ rotationFunction: { arn: "arn:rotation", name: "rotation" }, accountId: "123456789012" });
  return { secrets: created.secrets, rotate };
}

describe("DatabaseRoleUsers", () => {
  const template = users();

  it("has a secret for each role, whose user is named like the role", () => {
    expect(template.all(SECRET).map(({ name, description }) => [name, description])).toEqual([
      ["project-x-dev-mysql-api-user", "Database user api"],
      ["project-x-dev-mysql-reader-user", "Database user reader"],
    ]);
    const usernames = template
      .all("aws_secretsmanager_secret_version")
      .map(({ secret_string_wo }) => /"username" = "(\w+)"/.exec(secret_string_wo)?.[1]);
    expect(usernames).toEqual(["api", "reader"]);
  });

  it("names the first database, the address and the master secret in each secret", () => {
    for (const { secret_string_wo } of template.all("aws_secretsmanager_secret_version")) {
      expect(secret_string_wo).toContain('"dbname" = "app"');
      expect(secret_string_wo).toContain('"host" = "db.example"');
      expect(secret_string_wo).toContain('"masterarn" = "arn:master"');
    }
  });

  it("rotates each secret at once, after its first version", () => {
    for (const role of ["api", "reader"]) {
      const { depends_on } = template.one("aws_secretsmanager_secret_rotation", {
        secret_id: template.ref(SECRET, role, "arn"),
        rotate_immediately: true,
      });
      expect(depends_on).toContain(template.address("aws_secretsmanager_secret_version", `${role}/Resource/seed`));
    }
  });

  it("gives no secret a name that ends like an ARN", () => {
    for (const { name } of template.all(SECRET)) {
      expect(name).not.toMatch(/-[A-Za-z0-9]{6}$/);
    }
  });

  it("keeps deleted secrets for 30 days by default", () => {
    template.all(SECRET, { recovery_window_in_days: 30 });
    users({ recoveryWindowInDays: 0 }).all(SECRET, { recovery_window_in_days: 0 });
  });

  it("fails without a database", () => {
    expect(() => users({ databases: [] })).toThrow("databases must have an entry for 0");
  });
});
