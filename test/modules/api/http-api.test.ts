import { HttpApi, type HttpApiProps } from "../../../modules/api/http-api";
import { Template } from "../../helpers/template";

const ROUTE = {
  method: "GET",
  path: "/databases",
  target: { arn: "arn:function", name: "databases" },
  timeoutMilliseconds: 21_000,
};
const PROPS: HttpApiProps = {
  name: "sample-test-api",
  description: "API",
  routes: [ROUTE],
  kmsKeyArn: "arn:key",
};

const api = (props: Partial<HttpApiProps> = {}) =>
  Template.of((scope) => {
    new HttpApi(scope, "api", { ...PROPS, ...props });
  });

describe("HttpApi", () => {
  const template = api();

  it("stands alone: required props only", () => {
    template.one("aws_apigatewayv2_stage", {
      default_route_settings: { throttling_rate_limit: 500, throttling_burst_limit: 1000 },
    });
    template.one("aws_cloudwatch_log_group", { retention_in_days: 365 });
  });

  it("limits requests", () => {
    api({ requestsPerSecond: 50, burst: 100 }).one("aws_apigatewayv2_stage", {
      default_route_settings: { throttling_rate_limit: 50, throttling_burst_limit: 100 },
    });
  });

  it("accepts signed requests only", () => {
    template.one("aws_apigatewayv2_route", { route_key: "GET /databases", authorization_type: "AWS_IAM" });
  });

  it("accepts tokens of an issuer if auth is jwt, and logs their subject", () => {
    const tokens = api({ auth: { type: "jwt", issuer: "https://issuer.example", audience: ["databases"] } });
    tokens.one("aws_apigatewayv2_authorizer", {
      authorizer_type: "JWT",
      identity_sources: ["$request.header.Authorization"],
      jwt_configuration: { issuer: "https://issuer.example", audience: ["databases"] },
    });
    tokens.one("aws_apigatewayv2_route", {
      authorization_type: "JWT",
      authorizer_id: tokens.ref("aws_apigatewayv2_authorizer"),
    });
    const { format } = tokens.one("aws_apigatewayv2_stage").access_log_settings;
    expect(JSON.parse(format).caller).toBe("$context.authorizer.claims.sub");
  });

  it("may call the function for this method and path only", () => {
    template.one("aws_lambda_permission", {
      function_name: "databases",
      principal: "apigateway.amazonaws.com",
      source_arn: "${aws_apigatewayv2_api.api_Resource.execution_arn}/*/GET/databases".replace(
        "aws_apigatewayv2_api.api_Resource",
        template.address("aws_apigatewayv2_api"),
      ),
    });
  });

  it("logs caller and route, without headers and bodies", () => {
    const { access_log_settings } = template.one("aws_apigatewayv2_stage");
    expect(Object.keys(JSON.parse(access_log_settings.format))).toContain("caller");
    expect(access_log_settings.format).not.toMatch(/header|body|authorizer/i);
  });

  it("fails on a duplicate route and without routes", () => {
    expect(() => api({ routes: [ROUTE, ROUTE] })).toThrow("routes must name each request once");
    expect(() => api({ routes: [] })).toThrow("routes must name each request once, got []");
  });
});
