import { activeActive, activeActiveStacks, stackOf } from "../../helpers/active-active";
import { statementsOf } from "../../helpers/policy";
import type { Template } from "../../helpers/template";

const REGIONS = ["eu-west-1", "us-east-1"];
const PREFIX = "sample-test-items-eu-west-1";

function build(section: Parameters<typeof activeActive>[0] = {}): Template {
  return stackOf(activeActiveStacks(activeActive(section, REGIONS)), "region-eu-west-1");
}

const jwt = {
  type: "jwt" as const,
  issuers: [{ issuer: "https://login.example.com", audience: ["items"] }],
};

describe("ActiveActiveRegionStack", () => {
  const template = build();
  const permissions = (which: string) =>
    statementsOf(template.resource("aws_iam_role_policy", `functions/${which}/permissions`).attributes.policy);
  const body = (of: Template) => JSON.parse(of.one("aws_api_gateway_rest_api").body);

  describe("its network", () => {
    it("has a route to DynamoDB only", () => {
      for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_route", "aws_vpc_peering_connection"]) {
        template.none(type);
      }
      template.count("aws_vpc_endpoint", 1);
      template.count("aws_subnet", 2);
    });

    it("has the endpoint in the route table of every zone", () => {
      const { route_table_ids } = template.one("aws_vpc_endpoint");
      const tables = template.resources.filter(({ type }) => type === "aws_route_table");
      expect(route_table_ids).toEqual(tables.map(({ address }) => `\${${address}.id}`));
    });

    it("allows connections to DynamoDB's addresses, and no ingress", () => {
      template.none("aws_vpc_security_group_ingress_rule");
      template.one("aws_vpc_security_group_egress_rule", {
        prefix_list_id: template.ref("aws_vpc_endpoint", undefined, "prefix_list_id"),
        from_port: 443,
        to_port: 443,
        ip_protocol: "tcp",
      });
    });
  });

  describe("its functions", () => {
    it("are three, in the VPC, on arm64, each with reserved concurrency", () => {
      template.count("aws_lambda_function", 3);
      for (const fn of template.all("aws_lambda_function", { runtime: "nodejs22.x", architectures: ["arm64"] })) {
        expect(fn.vpc_config.subnet_ids).toHaveLength(2);
        expect(fn.environment.variables.TABLE_NAME).toBe("MyGlobalTable");
        expect(fn.reserved_concurrent_executions).toBeGreaterThan(0);
      }
    });

    it.each([
      ["get-item", ["dynamodb:GetItem"]],
      ["create-item", ["dynamodb:GetItem", "dynamodb:PutItem"]],
    ])("%s may use %j on the region's table", (which, actions) => {
      const table = permissions(which).find(({ sid }) => sid === "UseTable");
      expect(table?.actions).toEqual(actions);
      expect(table?.resources).toHaveLength(1);
      expect(table?.resources[0]).toContain("remote_state");
    });

    it("let health write its own region's heartbeat, and read those of all regions", () => {
      const use = ["ReadItems", "WriteItems"].map((sid) => permissions("health").find((it) => it.sid === sid));
      const keys = (operator: string, region: string) => ({
        [`ForAllValues:${operator}`]: { "dynamodb:LeadingKeys": [`_tierra_heartbeat_${region}`] },
      });
      expect(use.map((it) => [it?.actions, it?.conditions])).toEqual([
        [["dynamodb:GetItem"], keys("StringLike", "*")],
        [["dynamodb:PutItem"], keys("StringEquals", "eu-west-1")],
      ]);
      const tables = permissions("health").filter(({ actions }) => actions.some((it) => it.startsWith("dynamodb:")));
      expect(tables).toHaveLength(2);
    });

    it("have the drill switch and the other regions in health's environment", () => {
      template.one("aws_lambda_function", {
        function_name: `${PREFIX}-health`,
        environment: { variables: { STATUS: "200", BACKEND: "sample-test-items", PEERS: "us-east-1" } },
      });
    });

    it("may use a customer managed key of the table through DynamoDB", () => {
      const key = permissions("get-item").find(({ sid }) => sid === "UseTableKey");
      expect(key?.actions).toEqual(["kms:Decrypt", "kms:DescribeKey"]);
      expect(key?.conditions).toEqual({ StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } });
      const without = build({ table: { encryption: "aws-managed" } });
      expect(JSON.stringify(without.json)).not.toContain("UseTableKey");
    });

    it("are published, and called by the alias that releases move", () => {
      const guarded = build({ api: { auth: jwt } });
      const names = guarded.all("aws_lambda_function", { publish: true }).map((it) => it.function_name);
      expect(names).toHaveLength(4);
      guarded.count("aws_lambda_function", 4);
      const aliases = guarded.all("aws_lambda_alias", { name: "live" });
      expect(aliases).toHaveLength(4);
      const permissions = guarded.all("aws_lambda_permission", {});
      const alias = /^\$\{aws_lambda_alias\.\S+\.name\}$/;
      expect(permissions.map(({ qualifier }) => alias.test(qualifier))).toEqual([true, true, true, true]);
    });

    it("can each be called for their own route of this API's stage only", () => {
      const api = template.ref("aws_api_gateway_rest_api", undefined, "execution_arn");
      const stage = template.one("aws_api_gateway_stage").stage_name;
      const arns = template.all("aws_lambda_permission", { principal: "apigateway.amazonaws.com" });
      expect(arns.map(({ source_arn }) => source_arn).sort()).toEqual(
        ["GET/health", "GET/items/*", "POST/items"].map((route) => `${api}/${stage}/${route}`),
      );
    });

    it("can be called before the stage gets a description that calls them", () => {
      const guarded = build({ api: { auth: jwt } });
      const permissions = guarded.resources.filter(({ type }) => type === "aws_lambda_permission");
      expect(permissions).toHaveLength(4);
      const waitsFor = guarded.one("aws_api_gateway_stage").depends_on;
      expect(waitsFor).toEqual(expect.arrayContaining(permissions.map(({ address }) => address)));
    });
  });

  describe("its API", () => {
    it("requires signed requests, except for /health", () => {
      expect(body(template).components.securitySchemes.caller).toMatchObject({
        "x-amazon-apigateway-authtype": "awsSigv4",
      });
      expect(body(template).paths["/health"].get.security).toEqual([]);
      expect(body(template).paths["/items"].post.security).toEqual([{ caller: [] }]);
    });

    it("times out with each function, at the same second", () => {
      const operations: Record<string, { uri: string; timeoutInMillis: number }>[] = Object.values(
        body(template).paths,
      ).flatMap((methods) => Object.values(methods as object));
      const waits = operations.map((operation) => operation["x-amazon-apigateway-integration"]);
      for (const { function_name, timeout } of template.all("aws_lambda_function")) {
        const wait = waits.find((it) => it?.uri.includes(`:function:${function_name}:live/`))?.timeoutInMillis ?? 0;
        expect([function_name, Math.ceil(wait / 1000)]).toEqual([function_name, timeout]);
      }
    });

    it("requires no authorization if auth is none", () => {
      expect(JSON.stringify(body(build({ api: { auth: { type: "none" } } })))).not.toContain('"security"');
    });

    it("verifies tokens with a function outside the VPC that has the issuers", () => {
      const guarded = build({ api: { auth: jwt } });
      const authorizer = guarded.one("aws_lambda_function", { function_name: `${PREFIX}-authorizer` });
      expect(authorizer).not.toHaveProperty("vpc_config");
      expect(JSON.parse(authorizer.environment.variables.ISSUERS)).toEqual(jwt.issuers);
      const scheme = body(guarded).components.securitySchemes.caller["x-amazon-apigateway-authorizer"];
      expect(scheme).toMatchObject({ type: "token", authorizerResultTtlInSeconds: 300 });
      expect(scheme.authorizerUri).toContain(`function:${PREFIX}-authorizer:live/invocations`);
      guarded.one("aws_lambda_permission", {
        source_arn: `${guarded.ref("aws_api_gateway_rest_api", undefined, "execution_arn")}/authorizers/*`,
      });
    });

    it("gives the authorizer the scopes and the function that writes the rule for owners", () => {
      const scopes = { read: "items.read", write: "items.write", admin: "items.admin" };
      const guarded = build({ api: { auth: { ...jwt, scopes, ownership: "owner-overwrites" } } });
      const environment = (of: Template, which: string) =>
        of.one("aws_lambda_function", { function_name: `${PREFIX}-${which}` }).environment.variables;
      expect(JSON.parse(environment(guarded, "authorizer").SCOPES)).toEqual(scopes);
      expect(environment(guarded, "create-item").OWNERSHIP).toBe("owner-overwrites");
      expect(environment(build({ api: { auth: jwt } }), "authorizer")).not.toHaveProperty("SCOPES");
      expect(environment(template, "create-item").OWNERSHIP).toBe("none");
    });

    it("has the shared name and the region's own name, with TLS 1.2 and later, at the root", () => {
      for (const name of ["api.example.com", "eu-west-1.api.example.com"]) {
        template.one("aws_api_gateway_domain_name", {
          domain_name: name,
          security_policy: "TLS_1_2",
          endpoint_configuration: { types: ["REGIONAL"], ip_address_type: "dualstack" },
        });
      }
      for (const mapping of template.all("aws_api_gateway_base_path_mapping")) {
        expect(mapping).not.toHaveProperty("base_path");
      }
    });

    it("has simple records of its own name, so that health checks find it in every state", () => {
      const records = template.all("aws_route53_record", { name: "eu-west-1.api.example.com" });
      expect(records.map(({ type }) => type).sort()).toEqual(["A", "AAAA"]);
      expect(records.some((record) => record.health_check_id || record.set_identifier)).toBe(false);
    });

    it("limits the methods separately, so that a flood does not make the region unhealthy", () => {
      const paths = template.all("aws_api_gateway_method_settings").map(({ method_path }) => method_path);
      expect(paths.sort()).toEqual(["*/*", "~1health/GET", "~1items/POST", "~1items~1{item_id}/GET"]);
    });

    it("has a health check at another path, if the configuration has one", () => {
      const healthPath = "/health-0123456789abcdef";
      const stacks = activeActiveStacks(activeActive({ api: { auth: { type: "iam" }, healthPath } }, REGIONS));
      const hidden = stackOf(stacks, "region-eu-west-1");
      expect(Object.keys(body(hidden).paths)).toEqual(["/items", "/items/{item_id}", healthPath]);
      expect(JSON.stringify(hidden.one("aws_wafv2_web_acl").rule)).toContain("^/+(dev/+)?health-0123456789abcdef/*$");
      hidden.one("aws_api_gateway_method_settings", { method_path: `~1${healthPath.slice(1)}/GET` });
      const sources = hidden.all("aws_lambda_permission", {}).map(({ source_arn }) => source_arn);
      expect(sources.filter((arn) => arn.endsWith(`/GET${healthPath}`))).toHaveLength(1);
      const checks = stackOf(stacks, "routing")
        .all("aws_route53_health_check")
        .map((it) => it.resource_path);
      expect(checks.filter(Boolean)).toEqual([healthPath, healthPath]);
    });

    it("has a web ACL without rules for web pages, unless webAcl is none", () => {
      const acl = template.one("aws_wafv2_web_acl", { scope: "REGIONAL" });
      expect(JSON.stringify(acl.rule)).not.toMatch(/CommonRuleSet|SQLiRuleSet/);
      template.one("aws_wafv2_web_acl_association", {
        resource_arn: template.ref("aws_api_gateway_stage", undefined, "arn"),
      });
      build({ api: { auth: { type: "iam" }, webAcl: "none" } }).none("aws_wafv2_web_acl");
    });
  });

  it("pages for server errors and for errors of DynamoDB", () => {
    const paging = build({
      alarmSubscriptions: [{ protocol: "email", endpoint: "ops@example.com", receives: "pages" }],
    });
    const { filter_policy } = paging.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter_policy)).toEqual({
      AlarmName: ["create-item-server-errors", "get-item-server-errors", "system-errors"].map(
        (it) => `${PREFIX}-${it}`,
      ),
    });
  });

  it("merges the configured limits with the defaults", () => {
    const limited = build({
      api: {
        auth: { type: "iam" },
        throttling: { getItem: { burst: 1 } },
        concurrency: { createItem: 7 },
      },
    });
    limited.one("aws_api_gateway_method_settings", {
      method_path: "~1items~1{item_id}/GET",
      settings: { throttling_rate_limit: 400, throttling_burst_limit: 1 },
    });
    limited.one("aws_api_gateway_method_settings", {
      method_path: "~1health/GET",
      settings: { throttling_rate_limit: 500, throttling_burst_limit: 500 },
    });
    const reserved = limited
      .all("aws_lambda_function", {})
      .map(({ function_name, reserved_concurrent_executions: it }) => [function_name.replace(`${PREFIX}-`, ""), it]);
    expect(Object.fromEntries(reserved)).toEqual({ "get-item": 100, "create-item": 7, health: 50 });
  });

  describe("its alarms", () => {
    const guarded = build({ api: { auth: jwt } });
    const namesIn = (stack: Template) =>
      stack
        .all("aws_cloudwatch_metric_alarm")
        .filter(({ namespace }) => namespace !== "AWS/Backup")
        .map(({ alarm_name }) => alarm_name.replace(`${PREFIX}-`, ""));
    const perFunction = (...functions: string[]) =>
      functions.flatMap((which) => ["errors", "p99", "throttles"].map((what) => `${which}-${what}`));
    const always = [
      ...perFunction("create-item", "get-item", "health"),
      "create-item-server-errors",
      "get-item-server-errors",
      "system-errors",
      "table-throttles",
    ];

    it("are on errors, throttles, latency and the table", () => {
      expect(namesIn(template).sort()).toEqual([...always].sort());
    });

    it("are also on the authorizer and the issuers' keys, if tokens are verified", () => {
      expect(namesIn(guarded).sort()).toEqual([...always, ...perFunction("authorizer"), "issuer-keys"].sort());
    });

    it("evaluate the 5xx of one method, without requests of health checkers", () => {
      const metrics = template
        .all("aws_cloudwatch_metric_alarm", {})
        .filter(({ alarm_name }) => alarm_name.endsWith("-server-errors"))
        .map(({ metric_query }) => metric_query.flatMap(({ metric }: { metric?: object }) => metric ?? []));
      expect(metrics.map((all) => all.map(({ metric_name }: { metric_name: string }) => metric_name))).toEqual(
        new Array(2).fill(["Count", "5XXError"]),
      );
      const api = { ApiName: PREFIX, Stage: "dev" };
      expect(metrics.map((all) => all.map(({ dimensions }: { dimensions: object }) => dimensions))).toEqual([
        new Array(2).fill({ ...api, Method: "POST", Resource: "/items" }),
        new Array(2).fill({ ...api, Method: "GET", Resource: "/items/{item_id}" }),
      ]);
    });

    it("allow 5 % of 5xx, and start after three of five minutes above", () => {
      for (const method of ["create-item", "get-item"]) {
        template.one("aws_cloudwatch_metric_alarm", {
          alarm_name: `${PREFIX}-${method}-server-errors`,
          comparison_operator: "GreaterThanThreshold",
          threshold: 5,
          evaluation_periods: 5,
          datapoints_to_alarm: 3,
        });
      }
    });

    it("do not count refused tokens as failures of the authorizer", () => {
      const { metric_query } = guarded.one("aws_cloudwatch_metric_alarm", {
        alarm_name: `${PREFIX}-authorizer-errors`,
      });
      const [value, errors, refused] = metric_query;
      expect(value.expression).toBe("FILL(errors,0)-FILL(refused,0)");
      expect(errors.metric).toMatchObject({
        namespace: "AWS/Lambda",
        metric_name: "Errors",
        dimensions: { FunctionName: `${PREFIX}-authorizer` },
      });
      expect(refused.metric).toMatchObject({
        namespace: "Tierra/Items",
        metric_name: "RefusedTokens",
        dimensions: { Backend: "sample-test-items", Region: "eu-west-1" },
      });
    });

    it("start when an issuer's keys cannot be downloaded", () => {
      guarded.one("aws_cloudwatch_metric_alarm", {
        alarm_name: `${PREFIX}-issuer-keys`,
        metric_name: "KeyDownloadFailures",
        dimensions: { Backend: "sample-test-items", Region: "eu-west-1" },
      });
      const { variables } = guarded.one("aws_lambda_function", { function_name: `${PREFIX}-authorizer` }).environment;
      expect(variables.BACKEND).toBe("sample-test-items");
    });
  });
});
