import { DatabaseProxy, type DatabaseProxyProps } from "../../../../modules/database/aurora/database-proxy";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const REQUIRED: DatabaseProxyProps = {
  name: "sample-test-aurora",
  accountId: "123456789012",
  region: "eu-west-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  clusterIdentifier: "sample-test-aurora",
  secret: new SecretAccess({ arn: "arn:secret", kmsKeyArn: "arn:key", region: "eu-west-1" }),
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
      auth: [{ auth_scheme: "SECRETS", iam_auth: "REQUIRED", secret_arn: "arn:secret" }],
    });
  });

  it("limits its connections", () => {
    template.one("aws_db_proxy_default_target_group", {
      connection_pool_config: {
        connection_borrow_timeout: 120,
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

  it("may read one secret only", () => {
    expect(
      statementsOf(template.one("aws_iam_role_policy").policy).map(({ actions, resources }) => [actions, resources]),
    ).toEqual([
      [["secretsmanager:GetSecretValue"], ["arn:secret"]],
      [["kms:Decrypt"], ["arn:key"]],
    ]);
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

  it.each<[Partial<DatabaseProxyProps>, string]>([
    [{ subnetIds: ["subnet-1"] }, "subnetIds must hold at least 2 subnets"],
    [{ maxIdleConnectionsPercent: 101 }, "maxIdleConnectionsPercent must be at most maxConnectionsPercent (100)"],
    [{ maxConnectionsPercent: 40 }, "maxIdleConnectionsPercent must be at most maxConnectionsPercent (40), got 50"],
    [{ name: "-proxy" }, "name must be at most 60 letters"],
  ])("fails with %j", (props, message) => {
    expect(() => proxy(props)).toThrow(message);
  });
});
