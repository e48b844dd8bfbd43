import { ApiLogging } from "../../../modules/api/api-logging";
import { RestApi, type RestApiProps } from "../../../modules/api/rest-api";
import { Template } from "../../helpers/template";

const REQUIRED = {
  name: "items",
  description: "Items",
  body: '{"openapi":"3.0.1"}',
  stage: "dev",
  kmsKeyArn: "key",
} satisfies RestApiProps;

function required(props: Partial<RestApiProps> = {}): Template {
  return Template.of((scope) => {
    new RestApi(scope, "api", { ...REQUIRED, ...props });
  });
}

function build(props: Partial<RestApiProps> = {}): Template {
  return required({
    throttling: { requestsPerSecond: 500, burst: 1000 },
    methodThrottling: { "GET /items/{item_id}": { requestsPerSecond: 400, burst: 800 } },
    logRetentionInDays: 30,
    ...props,
  });
}

const trigger = (template: Template) => template.one("aws_api_gateway_deployment").triggers.redeployment;

describe("RestApi", () => {
  const template = build();

  it("waits for the setting that allows logs, if the same stack owns it", () => {
    const template = Template.of((scope) => {
      const { resource } = new ApiLogging(scope, "logging", { name: "logs", region: "eu-west-1" });
      new RestApi(scope, "api", REQUIRED).serveAfter(resource);
    });
    expect(template.one("aws_api_gateway_stage").depends_on).toContain(template.address("aws_api_gateway_account"));
  });

  it("serves a description after what its requests need", () => {
    const template = Template.of((scope) => {
      const { resource } = new ApiLogging(scope, "logging", { name: "logs", region: "eu-west-1" });
      new RestApi(scope, "api", REQUIRED).serveAfter(resource);
    });
    expect(template.one("aws_api_gateway_stage").depends_on).toEqual(
      expect.arrayContaining([
        template.address("aws_api_gateway_account"),
        template.address("aws_cloudwatch_log_group", "execution-log"),
      ]),
    );
  });

  it("stands alone: required props only", () => {
    const alone = required();
    alone.one("aws_api_gateway_method_settings", {
      method_path: "*/*",
      settings: { throttling_rate_limit: 500, throttling_burst_limit: 1000 },
    });
    alone.one("aws_cloudwatch_log_group", { name: "/aws/apigateway/items", retention_in_days: 365 });
  });

  it("is regional and dual-stack, and has no default endpoint", () => {
    template.one("aws_api_gateway_rest_api", {
      body: '{"openapi":"3.0.1"}',
      endpoint_configuration: { types: ["REGIONAL"], ip_address_type: "dualstack" },
      disable_execute_api_endpoint: true,
      lifecycle: { create_before_destroy: true },
    });
  });

  it("gets a new deployment when its description changes", () => {
    expect(trigger(build({ body: '{"openapi":"3.0.0"}' }))).not.toBe(trigger(template));
  });

  it("gets no new deployment for other changes", () => {
    const other = build({
      throttling: { requestsPerSecond: 1, burst: 1 },
      logRetentionInDays: 7,
      description: "Other",
    });
    expect(trigger(other)).toBe(trigger(template));
  });

  it("traces every request, and logs it as JSON without the path, which contains item ids", () => {
    const stage = template.one("aws_api_gateway_stage", { stage_name: "dev", xray_tracing_enabled: true });
    expect(stage.access_log_settings.destination_arn).toBe(
      template.ref("aws_cloudwatch_log_group", "access-log", "arn"),
    );
    const format = stage.access_log_settings.format;
    expect(JSON.parse(format)).toMatchObject({ requestId: "$context.requestId", route: "$context.resourcePath" });
    expect(JSON.parse(format)).toMatchObject({
      caller: "$context.identity.userArn",
      callerId: "$context.identity.caller",
      subject: "$context.authorizer.principalId",
      issuer: "$context.authorizer.issuer",
    });
    expect(format).not.toMatch(/context\.path|authorizer\.claims/);
  });

  it("creates the execution log, which would never expire if API Gateway created it", () => {
    const api = template.ref("aws_api_gateway_rest_api");
    template.one("aws_cloudwatch_log_group", {
      name: `API-Gateway-Execution-Logs_${api}/dev`,
      retention_in_days: 30,
    });
  });

  it("limits the stage, and single methods by their path with escaped slashes", () => {
    const settings = { logging_level: "ERROR", data_trace_enabled: false, metrics_enabled: true };
    template.one("aws_api_gateway_method_settings", {
      method_path: "*/*",
      settings: { ...settings, throttling_rate_limit: 500, throttling_burst_limit: 1000 },
    });
    template.one("aws_api_gateway_method_settings", {
      method_path: "~1items~1{item_id}/GET",
      settings: { ...settings, throttling_rate_limit: 400, throttling_burst_limit: 800 },
    });
  });

  it("fails on a description with Terraform references", () => {
    expect(() => build({ body: '{"uri":"${aws_lambda_function.x.arn}"}' })).toThrow(
      "body must contain no Terraform references",
    );
  });
});
