import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { composeAuroraApi } from "../../../stacks/aurora-api";
import { AuroraApiNetworkStack } from "../../../stacks/aurora-api/network-stack";
import { type AuroraApiInput, auroraEnvironment, auroraStacks, CERTIFICATE_VPN } from "../../helpers/aurora-api";
import { synthesizeApp, testApp } from "../../helpers/synth";
import type { Template } from "../../helpers/template";

const stacks = auroraStacks({ vpn: CERTIFICATE_VPN });
const part = (name: string) => stacks[name] as Template;

function networkStack(vpcCidr: string): AuroraApiNetworkStack {
  const prefix = vpcCidr.split(".").slice(0, 2).join(".");
  const zones = ["a", "b"].map((letter, index) => ({
    name: `eu-west-1${letter}`,
    publicCidr: `${prefix}.${160 + 16 * index}.0/20`,
    privateCidr: `${prefix}.${128 + 16 * index}.0/20`,
    isolatedCidr: `${prefix}.${192 + 16 * index}.0/20`,
  }));
  const environment = auroraEnvironment({ network: { vpcCidr, zones } });
  const config = environment.auroraApi;
  if (!config) {
    throw new Error("the environment has the section");
  }
  return new AuroraApiNetworkStack(testApp(), "test-aurora-api-network", { environment, config });
}

function dataStack(data: NonNullable<AuroraApiInput["data"]>): IConstruct {
  const app = testApp();
  composeAuroraApi(app, auroraEnvironment({ data }));
  return app.node.findChild("test-aurora-api-data");
}

const warnings = (stack: IConstruct) =>
  stack.node.metadata.filter(({ type }) => type.endsWith("/warn")).map(({ data }) => data);

describe("the network", () => {
  it("warns about public address space, but creates it", () => {
    expect(warnings(networkStack("11.0.0.0/16"))).toEqual([
      expect.stringContaining("11.0.0.0/16 is public address space"),
    ]);
  });

  it("does not warn about private address space", () => {
    expect(warnings(networkStack("10.11.0.0/16"))).toEqual([]);
  });

  it("gives the cluster's subnets no route out of the VPC", () => {
    const tables = ["a", "b"].map((zone) => part("network").ref("aws_route_table", `isolated/eu-west-1${zone}`));
    for (const table of tables) {
      part("network").none("aws_route", { route_table_id: table });
    }
  });
});

describe("the data", () => {
  it("has a writer and a reader in two zones, which scale and fail over together", () => {
    const instances = part("data").all("aws_rds_cluster_instance", {
      instance_class: "db.serverless",
      publicly_accessible: false,
    });
    expect(instances.map(({ availability_zone, promotion_tier }) => [availability_zone, promotion_tier])).toEqual([
      ["eu-west-1b", 1],
      ["eu-west-1a", 0],
    ]);
  });

  it("turns on every exported log, in groups that expire, but not the general log", () => {
    const { enabled_cloudwatch_logs_exports: logs } = part("data").one("aws_rds_cluster");
    expect(logs).toEqual(["audit", "error", "slowquery"]);
    for (const log of logs) {
      part("data").one("aws_cloudwatch_log_group", { name: `/aws/rds/cluster/sample-test-aurora/${log}` });
    }
    const { parameter } = part("data").one("aws_rds_cluster_parameter_group");
    const values = Object.fromEntries(
      parameter.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(values).toMatchObject({
      require_secure_transport: "ON",
      server_audit_logging: "1",
      general_log: "0",
      slow_query_log: "1",
    });
  });

  it("warns about the general log, which contains every statement with its values", () => {
    expect(warnings(dataStack({}))).toEqual([]);
    expect(warnings(dataStack({ logs: ["audit", "general"] }))).toEqual([
      expect.stringContaining("data.logs includes general"),
    ]);
  });

  it("creates its databases after the instances, and again when the list changes", () => {
    const call = part("data").one("aws_lambda_invocation");
    expect(JSON.parse(call.input)).toEqual({ databases: ["app"] });
    expect(call.triggers).toMatchObject({ databases: "app" });
    expect(call.depends_on).toEqual(
      expect.arrayContaining([part("data").address("aws_rds_cluster_instance", "writer")]),
    );
  });

  it("has a proxy endpoint for readers only if there are readers", () => {
    part("data").one("aws_db_proxy_endpoint", { target_role: "READ_ONLY" });
    const alone = auroraStacks({ data: { readers: 0 } }).data as Template;
    alone.none("aws_db_proxy_endpoint");
    alone.none("aws_cloudwatch_metric_alarm", { metric_name: "AuroraReplicaLagMaximum" });
  });

  it("has alarms for backups, capacity, connections, deadlocks, lag, borrowing, pinning and rotation", () => {
    const names = part("data")
      .all("aws_cloudwatch_metric_alarm")
      .map(({ alarm_name }) => alarm_name.replace("sample-test-aurora-", ""));
    expect(names.sort()).toEqual([
      "backup-expired",
      "backup-failed",
      "borrow-latency",
      "capacity",
      "connections",
      "deadlocks",
      "replica-lag",
      "restore-failed",
      "rotation-errors",
      "session-pinning",
    ]);
  });

  it("reports events of cluster, instances and proxy to the topic of the alarms, whose key RDS may use", () => {
    const of = (type: string) => part("data").one("aws_db_event_subscription", { source_type: type });
    expect(of("db-cluster").source_ids).toEqual([part("data").ref("aws_rds_cluster", undefined, "cluster_identifier")]);
    expect(of("db-instance").source_ids).toHaveLength(2);
    expect(of("db-proxy").source_ids).toEqual([part("data").ref("aws_db_proxy", undefined, "name")]);
    expect(part("data").one("aws_sns_topic_policy").policy).toContain("events.rds.amazonaws.com");
    expect(part("data").one("aws_kms_key").policy).toContain("events.rds.amazonaws.com");
  });

  it("reports a failed rotation", () => {
    part("data").one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-test-aurora-rotation-errors",
      dimensions: {
        FunctionName: part("data").ref("aws_lambda_function", "aurora/rotation-function/Resource", "function_name"),
      },
    });
  });

  it("leaves nothing behind without deletion protection", () => {
    const { data } = auroraStacks({ deletionProtection: false });
    data?.one("aws_rds_cluster", { deletion_protection: false, skip_final_snapshot: true });
    data?.all("aws_secretsmanager_secret", { recovery_window_in_days: 0 });
  });
});

describe("the schema", () => {
  const schema = part("schema");

  it("is applied as the migrator, on the cluster's writer", () => {
    const { variables } = schema.one("aws_lambda_function").environment;
    expect(variables).toMatchObject({
      MIGRATOR_SECRET_ARN: expect.stringContaining("migrator"),
      DATABASE_HOST: expect.stringContaining("cross-stack-output-aws_rds_cluster"),
      DATABASE_PORT: "3306",
    });
  });

  it("is applied again when a file or the cluster changes", () => {
    expect(schema.one("aws_lambda_invocation").triggers).toEqual({
      "app/0001-create-notes.sql": expect.stringMatching(/^[0-9a-f]{64}$/),
      host: expect.stringContaining("endpoint"),
      cluster: expect.stringContaining("cluster_resource_id"),
    });
  });

  it("is applied after the data stack and before the API", () => {
    const app = testApp();
    composeAuroraApi(app, auroraEnvironment());
    const needs = (name: string) =>
      (app.node.findChild(`test-aurora-api-${name}`) as TerraformStack).dependencies.map(({ node }) => node.id);
    synthesizeApp(app);
    expect(needs("schema")).toContain("test-aurora-api-data");
    expect(needs("api")).toContain("test-aurora-api-schema");
  });

  it("is left to another tool on request", () => {
    const stacks = auroraStacks({ data: { migrations: false } });
    expect(Object.keys(stacks)).toEqual(["network", "data", "api", "dashboard"]);
  });

  it("has no folder of a database that does not exist", () => {
    expect(() => auroraStacks({ data: { databases: ["shop"] } })).toThrow(
      "stacks/aurora-api/migrations/app must have the name of a database, one of shop; rename the folder, or add the name to " +
        "auroraApi.data.databases",
    );
  });
});
/** The time limits of a request in milliseconds, from the outside to the inside. */
function limits(api: Template) {
  const { timeout, environment } = api.one("aws_lambda_function");
  return {
    api: api.one("aws_apigatewayv2_integration").timeout_milliseconds,
    function: timeout * 1000,
    request: Number(environment.variables.REQUEST_LIMIT_SECONDS) * 1000,
  };
}

describe("the API", () => {
  it("accepts signed requests only, within limits", () => {
    part("api").all("aws_apigatewayv2_route", { route_key: "GET /databases", authorization_type: "AWS_IAM" });
    part("api").one("aws_apigatewayv2_stage", {
      default_route_settings: { throttling_rate_limit: 50, throttling_burst_limit: 100 },
    });
  });

  it("waits longer than its function, and the function longer than for the database", () => {
    expect(limits(part("api"))).toEqual({ api: 29_000, function: 28_000, request: 26_000 });
    const { api } = auroraStacks({ api: { timeoutSeconds: 6 } });
    expect(limits(api as Template)).toEqual({ api: 6_000, function: 5_000, request: 3_000 });
  });

  it("is held by the proxy until a failover has ended, and at least as long as by the API", () => {
    const { connection_pool_config: pool } = part("data").one("aws_db_proxy_default_target_group");
    const seconds = pool.connection_borrow_timeout;
    expect(seconds).toBe(120);
    expect(seconds * 1000).toBeGreaterThan(limits(part("api")).request);
  });
});

describe("the API as a REST API", () => {
  const { api } = auroraStacks({ api: { gateway: { type: "rest" } } });

  it("replaces the HTTP API, and has a web ACL", () => {
    api?.none("aws_apigatewayv2_api");
    api?.one("aws_wafv2_web_acl_association");
  });

  it("waits as long as the HTTP API", () => {
    const { get } = JSON.parse(api?.one("aws_api_gateway_rest_api").body).paths["/databases"];
    expect(get["x-amazon-apigateway-integration"].timeoutInMillis).toBe(29_000);
  });

  it("has alarms on its own metrics", () => {
    api?.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "sample-test-aurora-api-latency",
      dimensions: { Stage: api.ref("aws_api_gateway_stage", undefined, "stage_name") },
    });
  });
});

describe("the alarms", () => {
  it.each([
    ["data", ["capacity", "master-access", "break-glass"]],
    ["schema", ["migrations-errors"]],
    ["api", ["errors"]],
    ["vpn", ["connections", "server-certificate"]],
  ])("page on the %s stack's %j only", (name, alarms) => {
    const stack = auroraStacks({
      vpn: CERTIFICATE_VPN,
      alarmSubscriptions: [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" }],
    })[name] as Template;
    const { filter_policy } = stack.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter_policy)).toEqual({
      AlarmName: alarms.map((alarm) => expect.stringMatching(new RegExp(`-${alarm}$`))),
    });
  });
});

/** Every metric of a stack's alarms, and of their expressions: namespace, name, dimensions. */
function alarmMetrics(stack: Template): string[] {
  return stack
    .all("aws_cloudwatch_metric_alarm")
    .flatMap(({ metric_query = [], ...alarm }) => [alarm, ...metric_query.map(({ metric = {} }) => metric)])
    .filter(({ metric_name }) => metric_name)
    .map(({ namespace, metric_name }) => `${namespace} ${metric_name}`);
}

describe("the dashboard", () => {
  const body = part("dashboard").one("aws_cloudwatch_dashboard").dashboard_body;

  it("shows every metric that has an alarm, except those of backups", () => {
    const shown = (metric: string) =>
      body.includes(
        metric
          .split(" ")
          .map((word) => `"${word}"`)
          .join(","),
      );
    const watched = new Set(["data", "api", "vpn"].flatMap((name) => alarmMetrics(part(name))));
    expect(watched.size).toBeGreaterThan(12);
    const others = [...watched].filter((metric) => !metric.startsWith("AWS/Backup "));
    expect(others.filter((metric) => !shown(metric))).toEqual([]);
  });

  it("names the cluster without a reference, so that a restore can change to another one", () => {
    expect(body).toContain('"DBClusterIdentifier","sample-test-aurora"');
    expect(JSON.stringify(part("dashboard").json)).not.toContain("aws_rds_cluster");
  });

  it("depends on the VPN only if there is one", () => {
    const { dashboard } = auroraStacks();
    expect(dashboard?.one("aws_cloudwatch_dashboard").dashboard_body).not.toContain("AWS/ClientVPN");
    expect(body).toContain("AWS/ClientVPN");
  });
});

describe("the VPN", () => {
  it("has an association in every zone, or in one", () => {
    part("vpn").count("aws_ec2_client_vpn_network_association", 2);
    const one = auroraStacks({ vpn: { ...CERTIFICATE_VPN, associations: "first-zone" } }).vpn as Template;
    one.count("aws_ec2_client_vpn_network_association", 1);
  });

  it("leads to the database's subnets and the VPC's DNS server only", () => {
    const ranges = part("vpn")
      .all("aws_ec2_client_vpn_authorization_rule")
      .map(({ target_network_cidr }) => target_network_cidr);
    expect(ranges.sort()).toEqual(["10.11.0.2/32", "10.11.192.0/20", "10.11.208.0/20"]);
  });

  it("is not created by default", () => {
    expect(Object.keys(auroraStacks())).toEqual(["network", "data", "schema", "api", "dashboard"]);
  });

  it.each([
    ["us-east-1:123456789012", "vpn.serverCertificateArn must be in eu-west-1, the endpoint's region"],
    ["eu-west-1:999999999999", "vpn.serverCertificateArn must be in the account 123456789012, the endpoint's"],
  ])("refuses a certificate in %s", (place, message) => {
    const serverCertificateArn = `arn:aws:acm:${place}:certificate/server`;
    expect(() => auroraStacks({ vpn: { ...CERTIFICATE_VPN, serverCertificateArn } })).toThrow(message);
  });
});
