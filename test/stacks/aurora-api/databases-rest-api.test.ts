import OpenAPISchemaValidator from "openapi-schema-validator";
import { parse } from "yaml";
import { readRepositoryFile } from "../../../modules/packaging/assets";
import { DatabasesRestApi } from "../../../stacks/aurora-api/databases-rest-api";
import { Template } from "../../helpers/template";

describe("DatabasesRestApi", () => {
  const template = Template.of((scope) => {
    new DatabasesRestApi(scope, "api", {
      name: "sample-test-aurora-api",
      accountId: "123456789012",
      region: "eu-west-1",
      databases: { name: "databases", plainName: "sample-test-aurora-databases" },
      timeoutMilliseconds: 29_000,
      throttling: { requestsPerSecond: 50, burst: 100 },
      kmsKeyArn: "arn:key",
    });
  });
  const api = template.one("aws_api_gateway_rest_api");
  const body = JSON.parse(api.body);

  it("stands alone: required props only", () => {
    template.all("aws_cloudwatch_log_group", { retention_in_days: 365 });
  });

  it("has a valid OpenAPI document", () => {
    const document = parse(readRepositoryFile("lambdas/databases/openapi.yaml").toString("utf8"), { merge: false });
    expect(new OpenAPISchemaValidator({ version: 3 }).validate(document).errors).toEqual([]);
  });

  it("accepts signed requests only, under AWS's own domain name", () => {
    expect(api.disable_execute_api_endpoint).toBe(false);
    expect(body.paths["/databases"].get.security).toEqual([{ caller: [] }]);
    expect(body.components.securitySchemes.caller).toMatchObject({ "x-amazon-apigateway-authtype": "awsSigv4" });
  });

  it("invokes its function, for this request only", () => {
    const { uri } = body.paths["/databases"].get["x-amazon-apigateway-integration"];
    expect(uri).toContain("arn:aws:lambda:eu-west-1:123456789012:function:sample-test-aurora-databases/invocations");
    template.one("aws_lambda_permission", {
      function_name: "databases",
      source_arn: `${template.ref("aws_api_gateway_rest_api", undefined, "execution_arn")}/v1/GET/databases`,
    });
  });

  it("limits requests in total and per address, and has X-Ray", () => {
    template.one("aws_api_gateway_method_settings", {
      settings: { throttling_rate_limit: 50, throttling_burst_limit: 100 },
    });
    template.one("aws_wafv2_web_acl_association", {
      resource_arn: template.ref("aws_api_gateway_stage", undefined, "arn"),
    });
    template.one("aws_wafv2_web_acl", { description: "Guards the databases API" });
    template.one("aws_api_gateway_stage", { xray_tracing_enabled: true });
  });
});
