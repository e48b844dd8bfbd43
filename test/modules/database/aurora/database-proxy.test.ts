import { DatabaseProxy, type DatabaseProxyProps } from "../../../../modules/database/aurora/database-proxy";
import { Template } from "../../../helpers/template";

const PROPS: DatabaseProxyProps = {
  name: "sample-test-aurora",
  accountId: "123456789012",
  region: "eu-west-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  clusterIdentifier: "sample-test-aurora",
  secretArn: "arn:secret",
  kmsKeyArn: "arn:key",
  readOnlyEndpoint: true,
  idleClientTimeoutSeconds: 1800,
  borrowTimeoutSeconds: 3,
  maxConnectionsPercent: 100,
  maxIdleConnectionsPercent: 50,
  sessionPinningFilters: ["EXCLUDE_VARIABLE_SETS"],
  logRetentionInDays: 365,
};

const proxy = (props: Partial<DatabaseProxyProps> = {}) =>
  Template.of((scope) => {
    new DatabaseProxy(scope, "proxy", { ...PROPS, ...props });
  });

describe("DatabaseProxy", () => {
  const template = proxy();

  it("takes clients with TLS and IAM alone, and does not log their statements", () => {
    template.one("aws_db_proxy", {
      require_tls: true,
      debug_logging: false,
      idle_client_timeout: 1800,
      auth: [{ auth_scheme: "SECRETS", iam_auth: "REQUIRED", secret_arn: "arn:secret" }],
    });
  });

  it("lends connections within limits", () => {
    template.one("aws_db_proxy_default_target_group", {
      connection_pool_config: {
        connection_borrow_timeout: 3,
        max_connections_percent: 100,
        max_idle_connections_percent: 50,
        session_pinning_filters: ["EXCLUDE_VARIABLE_SETS"],
      },
    });
  });

  it("writes into a log group that expires", () => {
    template.one("aws_cloudwatch_log_group", { name: "/aws/rds/proxy/sample-test-aurora", retention_in_days: 365 });
  });

  it("has an endpoint for readers where there are some", () => {
    template.one("aws_db_proxy_endpoint", { target_role: "READ_ONLY" });
    proxy({ readOnlyEndpoint: false }).none("aws_db_proxy_endpoint");
  });

  it.each<[Partial<DatabaseProxyProps>, string]>([
    [{ subnetIds: ["subnet-1"] }, "subnetIds must hold at least 2 subnets"],
    [{ maxIdleConnectionsPercent: 101 }, "maxIdleConnectionsPercent must be at most maxConnectionsPercent (100)"],
    [{ name: "-proxy" }, "name must be at most 60 letters"],
  ])("fails with %j", (props, message) => {
    expect(() => proxy(props)).toThrow(message);
  });
});
