import { DatabaseProxy, type DatabaseProxyProps } from "../../../../modules/database/aurora/database-proxy";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { statementsOf } from "../../../helpers/policy";
import type { Attributes } from "../../../helpers/resource";
import { Template } from "../../../helpers/template";

const secret = (arn: string) => new SecretAccess({ arn, kmsKeyArn: "arn:key", region: "eu-west-1" });

const REQUIRED: DatabaseProxyProps = {
  name: "sample-test-aurora",
  accountId: "123456789012",
  region: "eu-west-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  clusterIdentifier: "sample-test-aurora",
  secrets: { migrator: secret("arn:migrator"), api: secret("arn:api"), reader: secret("arn:reader") },
  kmsKeyArn: "arn:key",
};

const proxy = (props: Partial<DatabaseProxyProps> = {}) =>
  Template.of((scope) => {
    new DatabaseProxy(scope, "proxy", { ...REQUIRED, ...props });
  });

describe("DatabaseProxy", () => {
  const template = proxy();

  it("stands alone: required props only", () => {
    template.one("aws_db_proxy_target", { db_cluster_identifier: "sample-test-aurora" });
    template.none("aws_db_proxy_endpoint");
  });

  it("requires TLS and IAM authentication, and does not log statements", () => {
    template.one("aws_db_proxy", {
      require_tls: true,
      debug_logging: false,
      idle_client_timeout: 1800,
    });
    for (const { auth_scheme, iam_auth } of template.one("aws_db_proxy").auth) {
      expect([auth_scheme, iam_auth]).toEqual(["SECRETS", "REQUIRED"]);
    }
  });

  it("connects as each role's user", () => {
    const { auth } = template.one("aws_db_proxy");
    expect(auth.map(({ secret_arn, description }: Attributes) => [secret_arn, description])).toEqual([
      ["arn:migrator", "Database user migrator"],
      ["arn:api", "Database user api"],
      ["arn:reader", "Database user reader"],
    ]);
  });

  it("limits its connections", () => {
    template.one("aws_db_proxy_default_target_group", {
      connection_pool_config: {
        connection_borrow_timeout: 3,
        max_connections_percent: 100,
        max_idle_connections_percent: 50,
        session_pinning_filters: ["EXCLUDE_VARIABLE_SETS"],
      },
    });
  });

  it("writes to a log group that expires", () => {
    template.one("aws_cloudwatch_log_group", { name: "/aws/rds/proxy/sample-test-aurora", retention_in_days: 365 });
  });

  it("can have an endpoint for readers", () => {
    proxy({ readOnlyEndpoint: true }).one("aws_db_proxy_endpoint", { target_role: "READ_ONLY" });
  });

  it("may read the secrets of its users only", () => {
    const statements = statementsOf(template.one("aws_iam_role_policy").policy);
    expect(statements.map(({ sid, actions, resources }) => [sid, actions, resources])).toEqual(
      ["migrator", "api", "reader"].flatMap((user) => {
        const subject = `SecretOf${user.charAt(0).toUpperCase()}${user.slice(1)}`;
        return [
          [`Read${subject}`, ["secretsmanager:GetSecretValue"], [`arn:${user}`]],
          [`Decrypt${subject}`, ["kms:Decrypt"], ["arn:key"]],
        ];
      }),
    );
  });

  it("allows a client to connect to this proxy as one user", () => {
    Template.of((scope) => {
      const [statement] = new DatabaseProxy(scope, "proxy", REQUIRED).connectStatements("app");
      expect(statement).toMatchObject({
        actions: ["rds-db:connect"],
        resources: [expect.stringMatching(/^arn:aws:rds-db:eu-west-1:123456789012:dbuser:.+\/app$/)],
      });
    });
  });

  it("can use IAM to the cluster through the escape hatch, with a provider that supports it", () => {
    const iam = Template.of((scope) => {
      const { resource } = new DatabaseProxy(scope, "proxy", REQUIRED);
      resource.defaultAuthScheme = "IAM_AUTH";
      resource.resetAuth();
    });
    expect(iam.one("aws_db_proxy", { default_auth_scheme: "IAM_AUTH" })).not.toHaveProperty("auth");
    expect(template.one("aws_db_proxy")).not.toHaveProperty("default_auth_scheme");
  });

  it("allows to find its endpoints, among all of the account and the Region", () => {
    Template.of((scope) => {
      const [statement] = new DatabaseProxy(scope, "proxy", REQUIRED).findStatements();
      expect(statement).toMatchObject({
        actions: ["rds:DescribeDBProxies", "rds:DescribeDBProxyEndpoints"],
        resources: [
          "arn:aws:rds:eu-west-1:123456789012:db-proxy:*",
          "arn:aws:rds:eu-west-1:123456789012:db-proxy-endpoint:*",
        ],
      });
    });
  });

  it.each<[Partial<DatabaseProxyProps>, string]>([
    [{ subnetIds: ["subnet-1"] }, "subnetIds must hold at least 2 subnets"],
    [{ maxIdleConnectionsPercent: 101 }, "maxIdleConnectionsPercent must be at most maxConnectionsPercent (100)"],
    [{ maxConnectionsPercent: 40 }, "maxIdleConnectionsPercent must be at most maxConnectionsPercent (40), got 50"],
    [{ name: "-proxy" }, "name must be at most 60 letters"],
  ])("fails with %j", (props, message) => {
    expect(() => proxy(props)).toThrow(message);
  });
});
